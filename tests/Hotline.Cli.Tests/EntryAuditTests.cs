using System.Text;
using Hotline.Cli.Rosters;
using Hotline.Cli.Transcripts;
using Hotline.Receipts;

namespace Hotline.Cli.Tests;

/// <summary>
/// Evidence inside entries, when the log's owner lies: it signs any tree it likes, so what stands between it and a forgery are the others'
/// signatures and proofs alone.
/// </summary>
public sealed class EntryAuditTests(TwoMembers world) : IClassFixture<TwoMembers>
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static TheoryData<string> Kinds => ["NRO", "NRS", "NRD", "NRR"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_change_of_any_byte_is_refused(string kind)
    {
        var (judge, entry) = (Judge(), Entry(kind));
        judge(entry).Should().BeNull();

        var accepted = Enumerable.Range(0, entry.Length).Where(at => judge(Flipped(entry, at)) is null).ToArray();

        accepted.Should().BeEmpty("no byte is without a signature or hash over it");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_entry_that_is_cut_or_longer_is_refused(string kind)
    {
        var (judge, entry) = (Judge(), Entry(kind));

        foreach (var length in (int[])[0, 1, entry.Length / 2, entry.Length - 2, entry.Length - 1]) judge(entry.AsMemory(0, length)).Should().NotBeNull($"{length} bytes are left");
        judge((byte[])[.. entry, (byte)'\n']).Should().NotBeNull();
        judge((byte[])[.. entry, .. entry]).Should().NotBeNull();
    }

    /// <summary>Hashes, signatures, roots and proofs: each has one spelling.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Base64_that_is_not_canonical_is_refused(string kind)
    {
        var judge = Judge();
        var lines = Encoding.UTF8.GetString(Entry(kind)).Split('\n');
        var strays = 0;

        for (var at = 0; at < lines.Length; at++)
        {
            var padding = lines[at].Length - lines[at].TrimEnd('=').Length;
            if (padding is not (1 or 2)) continue;
            var digits = lines[at][..^padding];
            for (var stray = 1; stray < (padding == 1 ? 4 : 16); stray++, strays++)
                judge(With(lines, at, $"{digits[..^1]}{Alphabet[Alphabet.IndexOf(digits[^1], StringComparison.Ordinal) + stray]}{lines[at][^padding..]}")).Should().NotBeNull($"line {at} has stray bits");
            judge(With(lines, at, digits)).Should().NotBeNull("padding is not optional");
            judge(With(lines, at, lines[at] + "=")).Should().NotBeNull();
            judge(With(lines, at, lines[at] + " ")).Should().NotBeNull();
        }

        strays.Should().BeGreaterThan(10);
    }

    [Theory]
    [InlineData("NRO", 1)]
    [InlineData("NRS", 2)]
    [InlineData("NRD", 2)]
    [InlineData("NRR", 3)]
    public void A_wrong_key_id_is_refused_on_each_signature_line(string kind, int signatures)
    {
        var judge = Judge();
        var lines = Encoding.UTF8.GetString(Entry(kind)).Split('\n');
        var signed = Enumerable.Range(0, lines.Length).Where(at => lines[at].StartsWith('—')).ToArray();

        signed.Should().HaveCount(signatures);
        foreach (var at in signed)
        {
            var parts = lines[at].Split(' ');
            for (var bit = 0; bit < 32; bit++)
            {
                var signature = Convert.FromBase64String(parts[2]);
                signature[bit / 8] ^= (byte)(1 << (bit % 8));
                judge(With(lines, at, $"{parts[0]} {parts[1]} {Convert.ToBase64String(signature)}")).Should().NotBeNull($"bit {bit} of the id on line {at} changed");
            }

            judge(With(lines, at, $"{parts[0]} {parts[1]}x {parts[2]}")).Should().NotBeNull("the key has another name");
        }
    }

    [Fact]
    public void Proof_and_text_of_two_receipts_cannot_be_exchanged()
    {
        var judge = Judge();
        var (one, two) = (world.Origin(), world.Origin());
        byte[] Text(ReceiptKind kind, string issuer) => world.Entry(one, kind, issuer);
        byte[] Proof(ReceiptKind kind, string issuer) => world.ForeignEntry(two, kind, issuer)[world.Entry(two, kind, issuer).Length..];

        judge((byte[])[.. Text(ReceiptKind.Delivered, "borea"), .. Proof(ReceiptKind.Delivered, "borea")]).Should().Contain("Proof");
        judge((byte[])[.. Text(ReceiptKind.Submitted, "hub"), .. Proof(ReceiptKind.Submitted, "hub")]).Should().Contain("Proof");
        judge((byte[])[.. Text(ReceiptKind.Delivered, "borea"), .. Proof(ReceiptKind.Submitted, "hub")]).Should().Contain("Proof", "a hub's log is not the member's");
        judge((byte[])[.. Text(ReceiptKind.Read, "borea"), .. Proof(ReceiptKind.Delivered, "borea")]).Should().Contain("Proof");
    }

    private Func<ReadOnlyMemory<byte>, string?> Judge() => EntryAudit.Of(KeptRosters.LoadFolder(world.Rosters), "alba.example/transcript/1");

    /// <summary>As it stands in Alba's transcript.</summary>
    private byte[] Entry(string kind)
    {
        var origin = world.Origin();
        return kind switch
        {
            "NRO" => origin.Bytes.ToArray(),
            "NRS" => world.ForeignEntry(origin, ReceiptKind.Submitted, "hub"),
            "NRD" => world.ForeignEntry(origin, ReceiptKind.Delivered, "borea"),
            _ => world.ForeignEntry(origin, ReceiptKind.Read, "borea"),
        };
    }

    private static byte[] Flipped(byte[] entry, int at)
    {
        var changed = entry.ToArray();
        changed[at] ^= (byte)(1 << (at % 8));
        return changed;
    }

    private static byte[] With(string[] lines, int at, string line) => Encoding.UTF8.GetBytes(string.Join('\n', lines.Select((text, index) => index == at ? line : text)));
}
