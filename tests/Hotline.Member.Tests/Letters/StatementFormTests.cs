using CsCheck;
using Google.Protobuf;
using Hotline.Cryptography;
using Hotline.Cryptography.Tests;
using Hotline.Member.Inbox;
using Hotline.Member.Letters;
using Hotline.Statements;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Member.Tests.Letters;

/// <summary>What a seal holds: the Statement as it was signed.</summary>
public sealed class StatementFormTests(Networks networks)
{
    [Fact]
    public void What_was_written_reads_the_same()
    {
        var attachment = new Attachment("plan.txt", "text/plain", "plan"u8.ToArray());
        var statement = Genuine() with { Attachments = [attachment] };

        var read = StatementForm.Read(StatementForm.Write(statement));

        read.Document.Bytes.ToArray().Should().Equal(statement.Document.Bytes.ToArray(), "signed bytes travel as signed");
        read.Disclosures.Should().Equal(statement.Disclosures);
        read.Signatures.Select(signature => Digest.Of(signature.Span)).Should().Equal(statement.Signatures.Select(signature => Digest.Of(signature.Span)));
        var kept = read.Attachments.Single();
        (kept.Name, kept.MediaType, Digest.Of(kept.Content.Span)).Should().Be(("plan.txt", "text/plain", Digest.Of("plan"u8)));
    }

    [Fact]
    public void Arbitrary_and_damaged_bytes_are_refused_by_one_exception_or_read_as_another_Statement()
    {
        var genuine = StatementForm.Write(Genuine());
        var damaged = Gen.Select(Gen.Int[0, genuine.Length - 1], Gen.Byte).Select((at, value) => (byte[])[.. genuine[..at], value, .. genuine[(at + 1)..]]);

        Gen.OneOf<byte[]>(Gen.Byte.Array[0, 300], damaged).Sample(bytes =>
        {
            try
            {
                StatementForm.Read(bytes);
            }
            catch (StatementFormatException)
            {
            }
        });
    }

    [Theory]
    [InlineData(1001, 1, 0)]
    [InlineData(1, 17, 0)]
    [InlineData(1, 1, 1001)]
    public void More_parts_than_it_may_have_are_refused(int disclosures, int signatures, int attachments)
    {
        var statement = Genuine();
        var form = new SealedStatement { Document = ByteString.CopyFrom(statement.Document.Bytes.Span) };
        form.Disclosures.AddRange(Enumerable.Repeat(statement.Disclosures[0].Encoded, disclosures));
        form.Signatures.AddRange(Enumerable.Repeat(ByteString.Empty, signatures));
        form.Attachments.AddRange(Enumerable.Repeat(new SealedAttachment(), attachments));

        var read = () => StatementForm.Read(form.ToByteArray());

        read.Should().Throw<StatementFormatException>().WithMessage("*more parts than it may*");
    }

    /// <summary>What a recipient can show to somebody who has no Hotline.</summary>
    [Fact]
    public void OpenSSL_verifies_the_signature_of_a_message_that_arrived()
    {
        using var folder = new TemporaryFolder();
        var received = Genuine();
        folder.Write("document", received.Document.Bytes.ToArray());
        folder.Write("signature.p7s", received.Signatures[0].ToArray());
        File.WriteAllText(folder.File("desk.pem"), Certificates.ToPem(networks.Real.First.Roster.FindMember("alba")!.Desk.Statements[0]));

        // The roster pins the certificate itself, so no authority above it is asked.
        (int ExitCode, string Output) Run() => OpenSsl.Run(
            folder.Path, "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.p7s", "-content", "document", "-certfile", "desk.pem", "-noverify", "-out", "out");
        var good = Run();
        folder.Write("document", [.. received.Document.Bytes.Span, (byte)' ']);
        var bad = Run();

        good.ExitCode.Should().Be(0, good.Output);
        bad.ExitCode.Should().NotBe(0);
    }

    private Statement Genuine()
    {
        var envelope = networks.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope;
        return ((OpeningResult.Opened)networks.Borea.Open(envelope)).Statement;
    }
}
