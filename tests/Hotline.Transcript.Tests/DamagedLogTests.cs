using System.Text;

namespace Hotline.Transcript.Tests;

/// <summary>An exported log, damaged at one place at a time: no byte of it can change unnoticed.</summary>
public sealed class DamagedLogTests(ExportedLog exported) : IClassFixture<ExportedLog>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private MemoryLogSource Log => exported.Log;

    [Fact]
    public async Task The_log_as_it_was_exported_holds()
    {
        (await Verify(Log)).Holds.Should().BeTrue();
        Log.Files.Keys.Should().BeEquivalentTo(
            "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44");
    }

    [Fact]
    public async Task A_change_of_any_byte_of_the_checkpoint_is_refused()
    {
        var note = Log.Files["checkpoint"];
        var changed = 0;

        for (var at = 0; at < note.Length; at++)
        {
            foreach (var bits in new byte[] { 0x01, 0x20, 0x80 })
            {
                (await Holds("checkpoint", Damage.Flip(note, at, bits))).Should().BeFalse($"bits {bits:x2} of byte {at} changed");
                changed++;
            }
        }

        changed.Should().BeGreaterThan(3 * 3_400, "the checkpoint has a post-quantum signature");
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/entries/001.p/44")]
    public async Task A_change_of_any_byte_of_a_tile_or_bundle_is_refused(string path)
    {
        var content = Log.Files[path];

        for (var at = 0; at < content.Length; at++)
        {
            var report = await Verify(Log.With(path, Damage.Flip(content, at, (byte)(1 << (at % 8)))));
            report.Holds.Should().BeFalse($"byte {at} changed");
            report.Faults.Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/000")]
    [InlineData("tile/entries/001.p/44")]
    public async Task A_file_that_is_cut_longer_empty_or_missing_is_refused(string path)
    {
        var content = Log.Files[path];

        (await Holds(path, content[..^1])).Should().BeFalse();
        (await Holds(path, content[..^Math.Min(content.Length, TreeHash.Size)])).Should().BeFalse();
        (await Holds(path, [.. content, 0])).Should().BeFalse();
        (await Holds(path, [.. content, .. content])).Should().BeFalse();
        (await Holds(path, [])).Should().BeFalse();
        (await Verify(Log.Without(path))).Holds.Should().BeFalse();
    }

    [Fact]
    public async Task Entries_that_changed_places_are_refused()
    {
        var entries = EntryBundle.Read(Log.Files["tile/entries/000"], 256).ToArray();
        (entries[17], entries[18]) = (entries[18], entries[17]);

        (await Holds("tile/entries/000", EntryBundle.Write(entries))).Should().BeFalse();
    }

    [Fact]
    public async Task A_boundary_moved_between_two_entries_is_refused()
    {
        var entries = EntryBundle.Read(Log.Files["tile/entries/000"], 256).ToArray();
        byte[] both = [.. entries[17].Span, .. entries[18].Span];
        (entries[17], entries[18]) = (both.AsMemory(0, 3), both.AsMemory(3));

        (await Holds("tile/entries/000", EntryBundle.Write(entries))).Should().BeFalse();
    }

    /// <summary>A forger without the keys can make everything agree but the checkpoint.</summary>
    [Fact]
    public async Task A_log_of_which_every_tile_was_computed_anew_fails_at_the_root()
    {
        var forged = ALog.OfSize(301).Without("tile/0/001.p/45").Without("tile/entries/001.p/45");
        var entries = EntryBundle.Read(ALog.OfSize(301).Files["tile/entries/001.p/45"], 45);
        var leaves = entries.Skip(1).SelectMany(entry => TreeHash.OfLeaf(entry.Span).ToArray()).ToArray();

        var report = await Verify(forged
            .With("tile/entries/001.p/44", EntryBundle.Write([.. entries.Skip(1)]))
            .With("tile/0/001.p/44", leaves)
            .With("checkpoint", Log.Files["checkpoint"]));

        report.Faults.Should().Equal(new LogFault("checkpoint", "its root is not that of the leaves"));
    }

    [Fact]
    public async Task An_earlier_genuine_checkpoint_does_not_fit_the_files_of_a_later_size()
    {
        (await Holds("checkpoint", ALog.OfSize(299).Files["checkpoint"])).Should().BeFalse("its partial tiles are not there");
        (await Holds("checkpoint", ALog.OfSize(256).Files["checkpoint"])).Should().BeTrue("all that it speaks of is there");
    }

    [Fact]
    public async Task A_stray_bit_in_the_base64_of_a_signature_or_root_is_refused()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        var lines = Encoding.UTF8.GetString(Log.Files["checkpoint"]).Split('\n');

        foreach (var at in new[] { 2, 4, 5 })
        {
            lines[at].Should().EndWith("=").And.NotEndWith("==");
            for (var stray = 1; stray < 4; stray++)
            {
                var character = Alphabet[Alphabet.IndexOf(lines[at][^2], StringComparison.Ordinal) + stray];
                (await Holds("checkpoint", With(lines, at, $"{lines[at][..^2]}{character}="))).Should().BeFalse();
            }

            (await Holds("checkpoint", With(lines, at, lines[at][..^1]))).Should().BeFalse("padding is not optional");
            (await Holds("checkpoint", With(lines, at, $"{lines[at]}="))).Should().BeFalse();
            (await Holds("checkpoint", With(lines, at, $"{lines[at]} "))).Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_signature_under_a_wrong_key_id_or_name_is_no_signature_of_the_log()
    {
        var genuine = SignedNote.Parse(Log.Files["checkpoint"]);
        var (ed25519, mlDsa) = (genuine.Signatures[0], genuine.Signatures[1]);

        (await Holds("checkpoint", Note(ed25519, mlDsa))).Should().BeTrue();
        (await Holds("checkpoint", Note(ed25519 with { KeyId = ed25519.KeyId ^ 1 }, mlDsa))).Should().BeFalse();
        (await Holds("checkpoint", Note(ed25519, mlDsa with { KeyId = mlDsa.KeyId ^ 0x80000000 }))).Should().BeFalse();
        (await Holds("checkpoint", Note(ed25519 with { KeyId = mlDsa.KeyId }, mlDsa with { KeyId = ed25519.KeyId }))).Should().BeFalse();
        (await Holds("checkpoint", Note(ed25519 with { Name = "alba.example/transcript/2" }, mlDsa))).Should().BeFalse();

        byte[] Note(params NoteSignature[] signatures) =>
            [.. genuine.Text.Span, (byte)'\n', .. signatures.SelectMany(signature => Encoding.UTF8.GetBytes(signature.ToLine()))];
    }

    private static byte[] With(string[] lines, int at, string line) =>
        Encoding.UTF8.GetBytes(string.Join('\n', lines.Select((text, index) => index == at ? line : text)));

    private static Task<LogReport> Verify(MemoryLogSource log) => LogVerifier.VerifyAsync(log, ALog.Verifier, null, Cancel);

    private async Task<bool> Holds(string path, byte[] content) => (await Verify(Log.With(path, content))).Holds;
}
