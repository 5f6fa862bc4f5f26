using System.Globalization;
using Google.Protobuf;
using Hotline.Channels;
using Hotline.Leaves;
using Hotline.Member;
using Hotline.Member.Inbox;
using Hotline.Receipts;
using Hotline.Statements;
using Hotline.Wire;

namespace Hotline.Node;

/// <summary>Messages as the operator's protocol shows them.</summary>
internal sealed class MessageView<TDomain>(MemberStart<TDomain> start, TimeProvider clock)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>From the worst to the best, so that a list shows what needs attention.</summary>
    private static readonly Receipts.Rung[] WorstFirst =
        [Receipts.Rung.Failed, Receipts.Rung.Refused, Receipts.Rung.Filed, Receipts.Rung.Relayed, Receipts.Rung.Delivered, Receipts.Rung.Read];

    /// <summary>What people say on the telephone: member, year and the id's last digits. The id is what counts.</summary>
    public string DisplayOf(MessageKey message, DateTimeOffset at)
    {
        var member = start.Rosters.Current.Find(message.From)?.Member ?? message.From.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"HL-{member.ToUpperInvariant()}-{at.UtcDateTime.Year}-{message.Id.ToString()[^6..].ToUpperInvariant()}");
    }

    public MessageSummary Summarize(OpenedMessage<TDomain> message)
    {
        var record = message.Record;
        var text = record.Origin.Text;
        var summary = new MessageSummary
        {
            Id = text.Message.ToString(), Display = DisplayOf(record.Key, text.Time), From = text.From.ToString(), Precedence = text.Precedence.ToWire(),
            Subject = message.Statement?.Text(StatementFields.Subject) ?? "", Time = LeafText.FormatTime(text.Time), Deadline = LeafText.FormatTime(text.Deadline),
            ReplyBy = message.Statement?.Text(StatementFields.ReplyBy) ?? "", Sent = record.Direction == Stores.Direction.Sent, Banner = text.Domain.Banner,
            Kind = Envelopes.EnvelopeKinds.ToWord(text.Kind),
            Rung = WorstFirst.First(rung => record.Rungs.Values.Select(kept => Shown(kept, text.Deadline)).Contains(rung)).ToWire(),
        };
        summary.To.AddRange(text.To.Select(node => node.ToString()));
        return summary;
    }

    public ShowReply Show(OpenedMessage<TDomain> message)
    {
        var record = message.Record;
        var text = record.Origin.Text;
        var reply = new ShowReply
        {
            Summary = Summarize(message), OriginLeaf = LeafText.FormatHash(record.Origin.LeafHash), Seal = text.Seal,
            Statement = text.Statement is { } stmt ? LeafText.FormatHash(stmt) : "", Conversation = message.Statement?.Text(StatementFields.Conversation) ?? "",
            OriginNote = UnsafeByteOperations.UnsafeWrap(record.Origin.Bytes),
        };
        reply.Recipients.AddRange(record.Rungs.OrderBy(entry => entry.Key).Select(entry => Recipient(entry.Key, Shown(entry.Value, text.Deadline), message)));
        if (message.Statement is not { } statement) return reply;
        reply.Fields.AddRange(statement.Disclosures.Select(field => new Field { Name = field.Name, Value = field.Value.ToJsonString() }));
        reply.Attachments.AddRange(statement.Attachments.Select(attachment => new AttachmentContent
        {
            Name = attachment.Name, MediaType = attachment.MediaType, Content = UnsafeByteOperations.UnsafeWrap(attachment.Content),
        }));
        reply.Signers.AddRange(message.Signers.Select(SubjectOf));
        reply.Document = UnsafeByteOperations.UnsafeWrap(statement.Document.Bytes);
        reply.Signatures.AddRange(statement.Signatures.Select(UnsafeByteOperations.UnsafeWrap));
        return reply;
    }

    /// <summary>Past the deadline and not delivered is NOT DELIVERED, also while the hub that would say so is out of reach.</summary>
    private Receipts.Rung Shown(Receipts.Rung rung, DateTimeOffset deadline) =>
        rung is Receipts.Rung.Filed or Receipts.Rung.Relayed && clock.GetUtcNow() > deadline ? Receipts.Rung.Failed : rung;

    private static Recipient Recipient(NodeName node, Receipts.Rung rung, OpenedMessage<TDomain> message)
    {
        var recipient = new Recipient { Node = node.ToString(), Rung = rung.ToWire() };
        // A recipient's receipts are its own; a hub's are about all, or about those it names.
        recipient.Steps.AddRange(message.Receipts
            .Where(receipt => receipt.Text.From == node || (!message.Record.Rungs.ContainsKey(receipt.Text.From) && (receipt.Text.Undelivered.IsEmpty || receipt.Text.Undelivered.Contains(node))))
            .Select(receipt => new Step
            {
                Kind = receipt.Text.Kind.ToWord(), Issuer = receipt.Text.From.ToString(), Time = LeafText.FormatTime(receipt.Text.Time),
                Reason = receipt.Text.Reason?.ToWord() ?? "", Leaf = LeafText.FormatHash(receipt.Leaf),
            }));
        return recipient;
    }

    private static string SubjectOf(ReadOnlyMemory<byte> certificate)
    {
        using var read = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificate.Span);
        return $"{read.Subject} ({AlgorithmOf(read.PublicKey.Oid.Value)})";
    }

    private static string? AlgorithmOf(string? keyType) => keyType switch
    {
        "1.2.840.10045.2.1" => "ECDSA",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        _ => keyType,
    };
}
