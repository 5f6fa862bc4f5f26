using Google.Protobuf;
using Hotline.Statements;
using Hotline.Wire;

namespace Hotline.Member.Letters;

/// <summary>Between a Statement and the plaintext of a seal (letter.proto).</summary>
internal static class StatementForm
{
    private const int MaxDisclosures = 1000;
    private const int MaxSignatures = 16;
    private const int MaxAttachments = 1000;

    public static byte[] Write(Statement statement)
    {
        var form = new SealedStatement { Document = UnsafeByteOperations.UnsafeWrap(statement.Document.Bytes) };
        form.Disclosures.AddRange(statement.Disclosures.Select(disclosure => disclosure.Encoded));
        form.Signatures.AddRange(statement.Signatures.Select(UnsafeByteOperations.UnsafeWrap));
        form.Attachments.AddRange(statement.Attachments.Select(attachment => new SealedAttachment
        {
            Name = attachment.Name, MediaType = attachment.MediaType, Content = UnsafeByteOperations.UnsafeWrap(attachment.Content),
        }));
        return form.ToByteArray();
    }

    /// <exception cref="StatementFormatException">Not the plaintext of a letter.</exception>
    public static Statement Read(ReadOnlyMemory<byte> plaintext)
    {
        SealedStatement form;
        try
        {
            form = SealedStatement.Parser.ParseFrom(plaintext.Span);
        }
        catch (InvalidProtocolBufferException malformed)
        {
            throw new StatementFormatException("The letter's content is not of the expected form.", malformed);
        }

        if (form.Disclosures.Count > MaxDisclosures || form.Signatures.Count > MaxSignatures || form.Attachments.Count > MaxAttachments)
            throw new StatementFormatException("The letter's content has more parts than it may.");
        return new Statement(
            StatementDocument.Parse(form.Document.Memory), [.. form.Disclosures.Select(Disclosure.Parse)], [.. form.Signatures.Select(signature => signature.Memory)],
            [.. form.Attachments.Select(attachment => new Attachment(attachment.Name, attachment.MediaType, attachment.Content.Memory))]);
    }
}
