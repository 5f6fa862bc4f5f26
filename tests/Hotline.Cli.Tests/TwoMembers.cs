using Hotline.Channels;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Rosters;
using Hotline.Cryptography;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.Rosters;
using Hotline.TestData;
using Hotline.Transcript;

namespace Hotline.Cli.Tests;

/// <summary>Alba, Borea and a hub with real keys on a signed roster: what they say is genuine evidence.</summary>
public sealed class TwoMembers : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly Fresh _fresh = new();

    public TwoMembers()
    {
        Enrolled[] made = [_fresh.Node("alba"), _fresh.Node("borea"), _fresh.Hub("hub")];
        var roster = new RosterFile(RosterChanges.Of([.. made.Select(one => one.Entry)]).First("real", TimeProvider.System.GetUtcNow()), null);
        foreach (var member in (string[])["alba", "borea"])
        {
            using var root = RootKey.Open(_fresh[member], Fresh.Passphrase);
            roster = roster.Sign(root.Signer);
        }

        Roster = roster.Roster;
        Directory.CreateDirectory(Rosters);
        File.WriteAllBytes(Path.Combine(Rosters, "0001.roster"), roster.Bytes.ToArray());
    }

    public string Rosters => _fresh["rosters"];

    internal Roster Roster { get; }

    /// <summary>Verifier keys of a party's transcript, as options of the verbs.</summary>
    internal string[] Keys(string party) => Roster.FindMember(party) is { } member
        ? ["--vkey", member.Log, "--vkey", member.LogMlDsa]
        : ["--vkey", Roster.Hubs[0].Log, "--vkey", Roster.Hubs[0].LogMlDsa];

    internal LogInMemory NewLog(string party)
    {
        var origin = $"{party}.example/transcript/1";
        return new LogInMemory(new CheckpointSigner(
            origin, KeyFile.ReadEd25519(KeyPath(party, "log"), Fresh.Passphrase), KeyFile.ReadMlDsa(KeyPath(party, "log-mldsa"), MlDsaParameterSet.MlDsa44, Fresh.Passphrase)));
    }

    /// <summary>An NRO from Alba to Borea.</summary>
    /// <param name="signer">Member and key file that sign it; Alba's desk in truth.</param>
    internal OriginNote<Real> Origin(string signer = "alba", string role = "desk", DateTimeOffset? time = null)
    {
        var at = time ?? Noon;
        var text = new OriginText<Real>(
            default, MessageId.New(at), ChannelId.Letters, EnvelopeKind.Message, 0, Precedence.Flash, at.AddMinutes(10), 1, Roster.Hash, SealSuite.HybridLetter.Name,
            Digest.Of("readers"u8), Digest.Of("conversation"u8), 1, null, Node("alba"), [Node("borea")], at, Cipher.Of("ciphertext"u8), Digest.Of("statement"u8), [], null);
        return NoteSigning.SignOrigin(text, Signer(signer, role));
    }

    /// <summary>A receipt as it stands in the transcript of its issuer; an NRR is signed by the desk.</summary>
    internal byte[] Entry(OriginNote<Real> origin, ReceiptKind kind, string issuer)
    {
        var text = ReceiptText<Real>.About(origin, kind, Node(issuer), origin.Text.Time.AddSeconds(1)).ToBytes();
        return kind == ReceiptKind.Read ? NoteSigning.Sign(text, Signer(issuer, "desk")) : text;
    }

    /// <summary>The same as it stands in others' transcripts.</summary>
    internal byte[] ForeignEntry(OriginNote<Real> origin, ReceiptKind kind, string issuer)
    {
        var entry = Entry(origin, kind, issuer);
        var log = NewLog(issuer);
        var index = log.Append(origin.Bytes, entry) + 1;
        return [.. entry, .. new LogProofs(log).Prove(index, log.ReadHead()!)];
    }

    public void Dispose() => _fresh.Dispose();

    private static NodeName Node(string party) => NodeName.Parse($"{party}.example");

    private NoteSigner Signer(string member, string role) =>
        new($"{member}.example/{(role == "desk" ? "desk/watch" : "service/taxii")}", KeyFile.ReadEd25519(KeyPath(member, role), Fresh.Passphrase));

    private string KeyPath(string party, string name) => Path.Combine(_fresh[party], "keys", name + ".key");
}
