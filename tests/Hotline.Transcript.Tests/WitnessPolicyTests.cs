using System.Text;
using CsCheck;

namespace Hotline.Transcript.Tests;

/// <summary>Policies by C2SP tlog-policy: what they mean, and what is none.</summary>
public sealed class WitnessPolicyTests : IDisposable
{
    private static readonly ATree Tree = ATree.OfSize(9);

    private readonly AWitness[] _witnesses = [.. "abcd".Select(letter => new AWitness($"{letter}.example/witness"))];

    private string Keys => string.Concat(_witnesses.Select((witness, at) => $"witness {"ABCD"[at]} {witness.Cosigner.Key} https://{"abcd"[at]}.example/\n"));

    [Theory]
    [InlineData("quorum none", 0, "")]
    [InlineData("quorum A", 1, "A")]
    [InlineData("group g any A B\nquorum g", 1, "B")]
    [InlineData("group g all A B\nquorum g", 2, "AB")]
    [InlineData("group g 3 A B C D\nquorum g", 3, "BCD")]
    [InlineData("group x 1 A B\ngroup y all C D\ngroup xy all x y\nquorum xy", 3, "BCD")]
    [InlineData("  # a comment\n\t\ngroup\tg  2\t A B C  \n quorum g ", 2, "AC")]
    public void A_quorum_is_met_by_these_witnesses_and_by_none_less(string rules, int fewest, string enough)
    {
        var policy = Policy(rules);

        policy.Fewest.Should().Be(fewest);
        Judge(policy, enough).HasQuorum.Should().BeTrue();
        foreach (var missing in enough) Judge(policy, enough.Replace(missing.ToString(), "", StringComparison.Ordinal)).HasQuorum.Should().BeFalse();
    }

    [Theory]
    [InlineData("", "quorum")]
    [InlineData("quorum A\nquorum A", "one line quorum")]
    [InlineData("quorum E", "no earlier line")]
    [InlineData("group g any A\nquorum h", "no earlier line")]
    [InlineData("quorum g\ngroup g any A", "no earlier line")]
    [InlineData("group g 0 A\nquorum g", "threshold")]
    [InlineData("group g 3 A B\nquorum g", "threshold")]
    [InlineData("group g -1 A\nquorum g", "threshold")]
    [InlineData("group g 1\nquorum g", "no line")]
    [InlineData("group g 1 none\nquorum g", "no earlier line")]
    [InlineData("group none 1 A\nquorum none", "taken")]
    [InlineData("group A 1 B\nquorum A", "taken")]
    [InlineData("group g 1 A A\nquorum g", "two places")]
    [InlineData("group g 1 A\ngroup h 1 A g\nquorum h", "two places")]
    [InlineData("quorum A # of one", "no line")]
    [InlineData("Quorum A", "no line")]
    [InlineData("quorum A\r", "control")]
    public void What_is_no_policy_is_refused_with_the_reason(string rules, string reason) =>
        rules.Invoking(Policy).Should().Throw<NoteException>().WithMessage($"*{reason}*");

    [Fact]
    public void Keys_of_another_role_and_keys_that_stand_twice_are_refused()
    {
        var twice = VerifierKey.Create("other.example/witness", KeyType.Cosignature, _witnesses[0].Cosigner.Key.PublicKey);

        Invoking($"witness E {ALog.Key}").Should().Throw<NoteException>().WithMessage("*0x01*");
        Invoking($"log {_witnesses[0].Cosigner.Key}").Should().Throw<NoteException>().WithMessage("*0x04*");
        Invoking($"log {ALog.Key}\nlog {ALog.Key}").Should().Throw<NoteException>().WithMessage("*earlier line*");
        Invoking($"witness E {twice}").Should().Throw<NoteException>().WithMessage("Line 5*earlier line*");
        Invoking("witness E x+00000000+AAAA").Should().Throw<NoteException>();

        Func<WitnessPolicy> Invoking(string line) => () => Policy($"{line}\nquorum none");
    }

    [Fact]
    public void Names_are_octets_and_not_characters()
    {
        var key = _witnesses[0].Cosigner.Key;
        byte[] Named(byte[] witness, byte[] quorum) => [.. "witness "u8, .. witness, .. Encoding.UTF8.GetBytes($" {key}\nquorum "), .. quorum, (byte)'\n'];
        byte[] kelvin = [0xE2, 0x84, 0xAA];

        WitnessPolicy.Parse(Named([0xFF], [0xFF])).Fewest.Should().Be(1);
        WitnessPolicy.Parse(Named(kelvin, kelvin)).Fewest.Should().Be(1);
        this.Invoking(_ => WitnessPolicy.Parse(Named(kelvin, [(byte)'K']))).Should().Throw<NoteException>();
    }

    [Fact]
    public void The_log_must_have_signed_under_its_own_name()
    {
        var other = new CheckpointVerifier("borea.example/transcript/1", ALog.Key);
        var policy = Policy($"log {_otherLog}\nquorum none");

        policy.Invoking(judge => judge.Judge(Note(""))).Should().Throw<NoteException>().WithMessage("No log of this policy*");
        policy.Invoking(judge => judge.Judge(Note(""), other)).Should().Throw<NoteException>();
        policy.Judge(Note(""), ALog.Verifier).HasQuorum.Should().BeTrue();
    }

    [Fact]
    public void A_cosignature_without_a_time_claims_nothing_about_the_newest_tree()
    {
        var seconds = new byte[8];
        using var key = Hotline.Cryptography.Ed25519PrivateKey.Generate();
        var witness = VerifierKey.Create("e.example/witness", KeyType.Cosignature, key.PublicKey);
        var text = new Checkpoint(ALog.Origin, 9, Tree.RootByDefinition(9)).ToBytes();
        byte[] signature = [.. seconds, .. key.Sign([.. "cosignature/v1\ntime 0\n"u8, .. text])];
        byte[] note = [.. Note(""), .. Encoding.UTF8.GetBytes(new NoteSignature(witness.Name, witness.Id, signature).ToLine())];

        var judged = Policy($"witness E {witness}\nquorum E").Judge(note, ALog.Verifier);

        (judged.HasQuorum, judged.Cosignatures.Length).Should().Be((false, 0));
    }

    [Fact]
    public void Arbitrary_text_is_a_policy_or_is_refused() => Damage.Around(Encoding.UTF8.GetBytes($"{Keys}group g 2 A B\nquorum g\n")).Sample(bytes =>
    {
        try
        {
            WitnessPolicy.Parse(bytes).Fewest.Should().BeInRange(0, 4);
        }
        catch (NoteException)
        {
            // Refused.
        }
    }, iter: 5_000);

    public void Dispose()
    {
        foreach (var witness in _witnesses) witness.Dispose();
    }

    private static readonly VerifierKey _otherLog = VerifierKey.Create("borea.example/transcript/1", KeyType.Ed25519, ALog.Key.PublicKey);

    private WitnessPolicy Policy(string rules) => WitnessPolicy.Parse(Encoding.UTF8.GetBytes($"{Keys}{rules}\n"));

    private WitnessedCheckpoint Judge(WitnessPolicy policy, string cosigners) => policy.Judge(Note(cosigners), ALog.Verifier);

    private byte[] Note(string cosigners)
    {
        var checkpoint = new Checkpoint(ALog.Origin, 9, Tree.RootByDefinition(9));
        var lines = cosigners.Select(letter => _witnesses["ABCD".IndexOf(letter, StringComparison.Ordinal)].Cosigner.Cosign(checkpoint, DateTimeOffset.UnixEpoch.AddDays(1)));
        return [.. ALog.Checkpoint(9, checkpoint.Root), .. Encoding.UTF8.GetBytes(string.Concat(lines))];
    }
}
