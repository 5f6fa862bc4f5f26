using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Wire;

namespace Hotline.Cli.Messages;

/// <summary>From what the node answers to what is printed.</summary>
internal static class MessageMapping
{
    private const string Unknown = "UNKNOWN";

    public static MessageLine ToLine(this MessageSummary wire) => new(
        wire.Id, wire.Display, wire.From, [.. wire.To], ToWord(wire.Precedence), wire.Subject, wire.Time, wire.Deadline, wire.ReplyBy,
        ToWord(wire.Rung), wire.Sent, wire.Banner, wire.Kind);

    public static MessageDetails ToDetails(this ShowReply wire, IReadOnlyList<AttachmentLine> attachments) => new(
        wire.Summary.ToLine(), [.. wire.Fields.Select(field => new MessageField(field.Name, field.Value))], attachments,
        [.. wire.Recipients.Select(ToLadder)], wire.OriginLeaf, wire.Statement, wire.Seal, wire.Conversation, [.. wire.Signers],
        wire.OriginNote.ToStringUtf8());

    private static RecipientLadder ToLadder(Recipient wire) => new(
        wire.Node, ToWord(wire.Rung), [.. wire.Steps.Select(
            step => new ReceiptStep(step.Kind, step.Issuer, step.Time, step.Reason, step.Leaf))]);

    // A newer node may know rungs and precedences that this command line does not.
    private static string ToWord(Wire.Rung rung) => rung.ToDomain()?.ToWord() ?? Unknown;

    private static string ToWord(Lane lane) => lane.ToDomain()?.ToWord() ?? Unknown;
}
