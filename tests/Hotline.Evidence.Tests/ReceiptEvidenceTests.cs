using System.Text;
using CsCheck;
using Hotline.Receipts;
using Hotline.Rosters;

namespace Hotline.Evidence.Tests;

/// <summary>Whose word a receipt is.</summary>
public sealed class ReceiptEvidenceTests(ANetwork network)
{
    public static TheoryData<ReceiptKind> Kinds => [.. Enum.GetValues<ReceiptKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_receipt_of_each_kind_holds_in_the_transcript_of_who_may_say_it(ReceiptKind kind)
    {
        var issuer = kind is ReceiptKind.Submitted or ReceiptKind.Failed ? network.HubNorth : network.Borea;
        var receipt = issuer.Say(network.About(kind, issuer));

        var verdict = network.Verifier().VerifyReceipt(receipt);

        verdict.Fault.Should().BeNull();
        verdict.Checkpoint!.Checkpoint.Origin.Should().Be($"{issuer.Node}/transcript/1");
        receipt.Text.Answers(network.Origin()).Should().BeTrue();
    }

    [Theory]
    [InlineData(ReceiptKind.Submitted, "borea")]
    [InlineData(ReceiptKind.Failed, "borea")]
    [InlineData(ReceiptKind.Delivered, "hub-north")]
    [InlineData(ReceiptKind.Read, "hub-north")]
    public void A_hub_never_says_what_a_member_says_nor_the_other_way_round(ReceiptKind kind, string name)
    {
        var issuer = Party(name);

        Fault(issuer.Say(network.About(kind, issuer))).Should().Be(ReceiptFault.WrongIssuer);
    }

    [Fact]
    public void A_hub_and_a_recipient_may_refuse()
    {
        Fault(network.HubNorth.Say(network.About(ReceiptKind.Refused, network.HubNorth))).Should().BeNull();
        Fault(network.Cambria.Say(network.About(ReceiptKind.Refused, network.Cambria))).Should().BeNull();
    }

    [Fact]
    public void A_stranger_or_a_revoked_member_issues_nothing()
    {
        var delivered = network.Borea.Say(network.About(ReceiptKind.Delivered, network.Borea));
        Func<Roster, Roster> revoking = roster => ANetwork.With(roster, network.Borea, member => member with { RevokedSince = ANetwork.Noon.AddMinutes(5) });

        Fault(network.Dorna.Say(network.About(ReceiptKind.Delivered, network.Dorna))).Should().Be(ReceiptFault.UnknownIssuer);
        network.Verifier(revoking, ANetwork.Noon.AddMinutes(4)).VerifyReceipt(delivered).Fault.Should().BeNull();
        network.Verifier(revoking, ANetwork.Noon.AddMinutes(5)).VerifyReceipt(delivered).Fault.Should().Be(ReceiptFault.UnknownIssuer);
    }

    [Fact]
    public void A_receipt_in_another_partys_transcript_proves_nothing()
    {
        var entry = network.About(ReceiptKind.Delivered, network.Borea).ToBytes();

        Fault(Receipt<Real>.Parse(entry, network.Cambria.Prove(entry), default)).Should().Be(ReceiptFault.Proof);
        Fault(Receipt<Real>.Parse(entry, network.Borea.Prove("another entry"u8.ToArray()), default)).Should().Be(ReceiptFault.Proof);
        Fault(Receipt<Real>.Parse(entry, default, default)).Should().Be(ReceiptFault.Proof);
    }

    [Fact]
    public void Receipt_needs_the_signature_of_a_person_at_the_desk()
    {
        var text = network.About(ReceiptKind.Read, network.Borea).ToBytes();
        ReceiptFault? Of(byte[] entry) => Fault(Receipt<Real>.Parse(entry, network.Borea.Prove(entry), default));

        Of(NoteSigning.Sign(text, network.Borea.Desk)).Should().BeNull();
        Of(text).Should().Be(ReceiptFault.Signature);
        Of(NoteSigning.Sign(text, network.Borea.Service)).Should().Be(ReceiptFault.Signature);
        Of(NoteSigning.Sign(text, network.Cambria.Desk)).Should().Be(ReceiptFault.Signature);
        Of(NoteSigning.Sign(text, network.Borea.NewSigner("desk/watch"))).Should().Be(ReceiptFault.Signature);
    }

    [Fact]
    public void A_bare_receipt_has_no_room_for_signatures_that_nobody_checks()
    {
        var entry = NoteSigning.Sign(network.About(ReceiptKind.Delivered, network.Borea).ToBytes(), network.Borea.Desk);

        Fault(Receipt<Real>.Parse(entry, network.Borea.Prove(entry), default)).Should().Be(ReceiptFault.Signature);
    }

    [Theory]
    [InlineData(ReceiptKind.Submitted)]
    [InlineData(ReceiptKind.Delivered)]
    [InlineData(ReceiptKind.Read)]
    public void A_changed_byte_of_entry_or_proof_is_refused(ReceiptKind kind)
    {
        var issuer = kind == ReceiptKind.Submitted ? network.HubNorth : network.Cambria;
        issuer.Prove("before"u8.ToArray());
        var receipt = issuer.Say(network.About(kind, issuer));
        var verifier = network.Verifier();

        Gen.Select(Gen.Int[0, receipt.Entry.Length + receipt.Proof.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            byte[] bytes = receipt.ToForeignEntry();
            if (bytes[position] == value) return true;
            bytes[position] = value;
            try
            {
                return verifier.VerifyReceipt(Receipt<Real>.Parse(bytes.AsMemory(0, receipt.Entry.Length), bytes.AsMemory(receipt.Entry.Length), default)).Fault is not null;
            }
            catch (FormatException)
            {
                return true;
            }
        }, iter: 2000);
    }

    [Fact]
    public void A_receipt_about_another_message_answers_this_one_in_nothing()
    {
        var origin = network.Origin();
        var text = network.About(ReceiptKind.Delivered, network.Borea);
        var other = NoteSigning.SignOrigin(network.Text() with { Sequence = 3 }, network.Alba.Desk);

        text.Answers(origin).Should().BeTrue();
        text.Answers(other).Should().BeFalse("the same id in another note");
        (text with { To = network.Cambria.Node }).Answers(origin).Should().BeFalse();
        (text with { Cipher = text.Cipher with { Size = 1 } }).Answers(origin).Should().BeFalse();
        (text with { Statement = Digest.Of("another"u8) }).Answers(origin).Should().BeFalse();
    }

    [Fact]
    public void A_line_that_is_not_the_receipts_own_is_malformed()
    {
        var entry = ANetwork.Change(network.About(ReceiptKind.Submitted, network.HubNorth).ToBytes(), "NRS\n", "NRX\n");

        var parse = () => Receipt<Real>.Parse(entry, default, default);

        parse.Should().Throw<Hotline.Leaves.LeafFormatException>();
        Encoding.UTF8.GetString(entry).Should().StartWith("hotline/evidence/v1\nNRX\n");
    }

    private ReceiptFault? Fault(Receipt<Real> receipt) => network.Verifier().VerifyReceipt(receipt).Fault;

    private AParty Party(string name) => name == "borea" ? network.Borea : network.HubNorth;
}
