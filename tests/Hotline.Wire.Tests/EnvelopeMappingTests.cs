using System.Text;
using CsCheck;
using Google.Protobuf;
using Hotline.Envelopes;
using Hotline.Leaves;
using Hotline.Receipts;

namespace Hotline.Wire.Tests;

public sealed class EnvelopeMappingTests
{
    private static Envelope Wire => new() { OriginNote = ByteString.CopyFrom(Notes.Origin), Payload = ByteString.CopyFrom(Notes.Payload) };

    private static Receipt WireReceipt => new() { Entry = ByteString.CopyFrom(Notes.Delivered), Proof = ByteString.CopyFrom("a proof, which the wire does not judge"u8) };

    [Fact]
    public void Signed_bytes_travel_as_signed()
    {
        var sent = Wire.ToDomain(default(Real));

        var arrived = Envelope.Parser.ParseFrom(sent.ToWire().ToByteArray()).ToDomain(default(Real));

        arrived.Origin.Bytes.ToArray().Should().Equal(Notes.Origin);
        arrived.Payload.ToArray().Should().Equal(Notes.Payload);
        arrived.PayloadMatches().Should().BeTrue();
    }

    [Fact]
    public void A_receipts_entry_and_proof_travel_as_they_are()
    {
        var sent = WireReceipt.ToDomain(default(Real));

        var arrived = Receipt.Parser.ParseFrom(sent.ToWire().ToByteArray()).ToDomain(default(Real));

        arrived.Entry.ToArray().Should().Equal(Notes.Delivered);
        arrived.Proof.ToArray().Should().Equal(WireReceipt.Proof.ToByteArray());
        arrived.Text.Kind.Should().Be(ReceiptKind.Delivered);
    }

    [Fact]
    public void Whatever_bytes_a_payload_and_a_proof_have_they_arrive_unchanged() => Gen.Byte.Array[0, 2000].Sample(bytes =>
    {
        var envelope = new Envelope<Real>(OriginNote<Real>.Parse(Notes.Origin, default), bytes);
        var receipt = Receipt<Real>.Parse(Notes.Delivered, bytes, default);

        return Envelope.Parser.ParseFrom(envelope.ToWire().ToByteArray()).ToDomain(default(Real)).Payload.Span.SequenceEqual(bytes)
            && Receipt.Parser.ParseFrom(receipt.ToWire().ToByteArray()).ToDomain(default(Real)).Proof.Span.SequenceEqual(bytes);
    });

    [Fact]
    public void What_is_absent_is_named()
    {
        Refused(() => ((Envelope?)null).ToDomain(default(Real))).Should().Be("There is no envelope.");
        Refused(() => ((Receipt?)null).ToDomain(default(Real))).Should().Be("There is no receipt.");
        Refused(() => new Envelope().ToDomain(default(Real))).Should().Be("A note has an empty line before its signatures.");
        Refused(() => new Receipt().ToDomain(default(Real))).Should().NotBeEmpty();
    }

    [Fact]
    public void A_note_a_receipt_or_a_proof_over_its_limit_is_refused_by_size()
    {
        Envelope Note(int size) => new() { OriginNote = ByteString.CopyFrom(new byte[size]) };
        Receipt Sized(int entry, int proof) => new() { Entry = ByteString.CopyFrom(new byte[entry]), Proof = ByteString.CopyFrom(new byte[proof]) };

        Refused(() => Note(OriginNote<Real>.MaxSize + 1).ToDomain(default(Real))).Should().Be("A note has at most 16384 bytes.");
        Refused(() => Note(OriginNote<Real>.MaxSize).ToDomain(default(Real))).Should().NotContain("at most");
        Refused(() => Sized((16 * 1024) + 1, 0).ToDomain(default(Real))).Should().Be("A receipt has at most 16 KiB of entry and 32 KiB of proof.");
        Refused(() => Sized(1, Receipt<Real>.MaxProofSize + 1).ToDomain(default(Real))).Should().Be("A receipt has at most 16 KiB of entry and 32 KiB of proof.");
        new Receipt { Entry = WireReceipt.Entry, Proof = ByteString.CopyFrom(new byte[Receipt<Real>.MaxProofSize]) }.ToDomain(default(Real)).Proof.Length.Should().Be(Receipt<Real>.MaxProofSize);
    }

    [Theory]
    [InlineData("NRO", "NRX")]
    [InlineData("precedence FLASH", "precedence URGENT")]
    [InlineData("kind message", "kind parcel")]
    [InlineData("epoch 0", "epoch 00")]
    [InlineData("seq 1", "seq 0")]
    [InlineData("from alba.example", "from Alba.example")]
    [InlineData("to borea.example", "to alba.example")]
    public void A_line_that_is_not_as_it_must_be_is_refused(string line, string becomes) =>
        Refused(() => new Envelope { OriginNote = Changed(Notes.Origin, line, becomes) }.ToDomain(default(Real))).Should().NotBeEmpty();

    [Theory]
    [InlineData("NRD", "NRX")]
    [InlineData("NRD", "NRS")]
    [InlineData("from borea.example", "from borea example")]
    public void A_receipts_line_that_is_not_as_it_must_be_is_refused(string line, string becomes) =>
        Refused(() => new Receipt { Entry = Changed(Notes.Delivered, line, becomes) }.ToDomain(default(Real))).Should().NotBeEmpty();

    [Fact]
    public void What_is_of_another_domain_is_refused()
    {
        Refused(() => Wire.ToDomain(new Exercise("cyber-fog"))).Should().NotBeEmpty();
        Refused(() => WireReceipt.ToDomain(new Exercise("cyber-fog"))).Should().NotBeEmpty();
    }

    [Fact]
    public void Arbitrary_bytes_are_refused_by_one_exception() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        Refused(() => new Envelope { OriginNote = ByteString.CopyFrom(bytes) }.ToDomain(default(Real))).Should().NotBeEmpty();
        Refused(() => new Receipt { Entry = ByteString.CopyFrom(bytes) }.ToDomain(default(Real))).Should().NotBeEmpty();
    });

    /// <summary>A newer program may add fields; what it signed is still read.</summary>
    [Fact]
    public void A_field_that_this_program_does_not_know_changes_nothing()
    {
        byte[] newer = [.. Wire.ToByteArray(), 0xFA, 0x01, 0x03, (byte)'n', (byte)'e', (byte)'w'];

        Envelope.Parser.ParseFrom(newer).ToDomain(default(Real)).Origin.Bytes.ToArray().Should().Equal(Notes.Origin);
    }

    private static ByteString Changed(byte[] bytes, string line, string becomes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        text.Should().Contain($"\n{line}\n");
        return ByteString.CopyFromUtf8(text.Replace($"\n{line}\n", $"\n{becomes}\n", StringComparison.Ordinal));
    }

    private static string Refused<T>(Func<T> map) => map.Should().Throw<LeafFormatException>().Which.Message;
}
