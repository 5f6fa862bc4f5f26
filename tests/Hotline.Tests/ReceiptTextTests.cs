using System.Text;
using CsCheck;
using Hotline.Leaves;
using Hotline.Receipts;

namespace Hotline.Tests;

public sealed class ReceiptTextTests
{
    private static readonly ReceiptText<Real> Delivered = ReceiptText<Real>.About(AnOrigin.Note(), ReceiptKind.Delivered, AnOrigin.Borea, AnOrigin.Noon);

    public static TheoryData<ReceiptKind> Kinds => [.. Enum.GetValues<ReceiptKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_written_reads_the_same(ReceiptKind kind)
    {
        var receipt = kind switch
        {
            ReceiptKind.Refused => ReceiptText<Real>.Refusing(AnOrigin.Note(), RefusalReason.TooLate, AnOrigin.HubNorth, AnOrigin.Noon),
            ReceiptKind.Failed => ReceiptText<Real>.About(AnOrigin.Note(), kind, AnOrigin.HubNorth, AnOrigin.Noon) with { Undelivered = [AnOrigin.Borea] },
            _ => ReceiptText<Real>.About(AnOrigin.Note(), kind, AnOrigin.Borea, AnOrigin.Noon),
        };

        var read = ReceiptText<Real>.Parse(receipt.ToBytes(), default);

        read.ToBytes().Should().Equal(receipt.ToBytes());
        read.Kind.Should().Be(kind);
    }

    [Fact]
    public void A_delivery_repeats_cipher_and_statement_and_points_at_the_origin()
    {
        var text = Encoding.ASCII.GetString(Delivered.ToBytes());

        text.Should().Contain($"\ncipher {LeafText.FormatHash(Digest.Of(AnOrigin.Payload))} 10\nstmt sha256:");
        text.Should().EndWith($"\nref {LeafText.FormatHash(AnOrigin.Note().LeafHash)}\n");
    }

    [Fact]
    public void A_receipt_answers_its_own_message_and_no_other()
    {
        var other = AnOrigin.Note(AnOrigin.Text() with { Precedence = Envelopes.Precedence.Routine });

        Delivered.Answers(AnOrigin.Note()).Should().BeTrue();
        Delivered.Answers(other).Should().BeFalse();
        (Delivered with { Statement = Digest.Of("another"u8) }).Answers(AnOrigin.Note()).Should().BeFalse();
        (Delivered with { To = AnOrigin.Cambria }).Answers(AnOrigin.Note()).Should().BeFalse();
    }

    [Fact]
    public void A_hub_may_not_say_what_the_statement_was()
    {
        var text = Encoding.ASCII.GetString(ReceiptText<Real>.About(AnOrigin.Note(), ReceiptKind.Submitted, AnOrigin.HubNorth, AnOrigin.Noon).ToBytes());
        var claimed = text.Replace("stmt -", "stmt " + LeafText.FormatHash(Digest.Of("x"u8)));

        var parse = () => ReceiptText<Real>.Parse(Encoding.ASCII.GetBytes(claimed), default);

        parse.Should().Throw<LeafFormatException>();
    }

    [Fact]
    public void Arbitrary_bytes_are_refused_by_one_exception() =>
        Gen.Byte.Array[0, 300].Sample(bytes =>
        {
            var parse = () => Receipt<Real>.Parse(bytes, default, default);
            parse.Should().Throw<LeafFormatException>();
        });

    [Theory]
    [InlineData(Rung.Filed, ReceiptKind.Submitted, Rung.Relayed)]
    [InlineData(Rung.Relayed, ReceiptKind.Delivered, Rung.Delivered)]
    [InlineData(Rung.Delivered, ReceiptKind.Read, Rung.Read)]
    [InlineData(Rung.Read, ReceiptKind.Delivered, Rung.Read)]
    [InlineData(Rung.Relayed, ReceiptKind.Failed, Rung.Failed)]
    [InlineData(Rung.Delivered, ReceiptKind.Failed, Rung.Delivered)]
    [InlineData(Rung.Failed, ReceiptKind.Delivered, Rung.Delivered)]
    [InlineData(Rung.Delivered, ReceiptKind.Submitted, Rung.Delivered)]
    [InlineData(Rung.Read, ReceiptKind.Refused, Rung.Read)]
    public void The_ladder_only_climbs_and_a_late_delivery_outranks_failure(Rung before, ReceiptKind receipt, Rung after) =>
        before.After(receipt).Should().Be(after);
}
