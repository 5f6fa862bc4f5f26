namespace Hotline.Cli.Messages;

/// <summary>One line of a list of messages.</summary>
/// <param name="Rung">This node's own rung for a received message, the lowest of all recipients' for a sent one.</param>
/// <param name="Banner">Empty for real traffic.</param>
internal sealed record MessageLine(
    string Id, string Display, string From, IReadOnlyList<string> To, string Precedence, string Subject, string Time, string Deadline, string ReplyBy,
    string Rung, bool Sent, string Banner, string Kind);

internal sealed record MessageList(string Banner, IReadOnlyList<MessageLine> Messages);

/// <param name="Leaf">Leaf hash of the NRO: what the evidence of this message is found by.</param>
internal sealed record SentMessage(
    string Banner, string Id, string Display, string Leaf, string Filed, string Deadline, string Conversation);

internal sealed record Acknowledged(string Banner, string Id, string Leaf, string Time);

/// <summary>A message with its evidence.</summary>
/// <param name="OriginLeaf">Leaf hash of the NRO.</param>
/// <param name="Statement">SHA-256 of the Statement's document.</param>
/// <param name="OriginNote">The NRO as signed.</param>
internal sealed record MessageDetails(
    MessageLine Message, IReadOnlyList<MessageField> Fields, IReadOnlyList<AttachmentLine> Attachments, IReadOnlyList<RecipientLadder> Recipients,
    string OriginLeaf, string Statement, string Seal, string Conversation, IReadOnlyList<string> Signers, string OriginNote);

/// <param name="Value">JSON.</param>
internal sealed record MessageField(string Name, string Value);

/// <param name="Bytes">Size of the content.</param>
/// <param name="SavedAs">Path where it was saved; null when that was not asked for.</param>
internal sealed record AttachmentLine(string Name, string MediaType, long Bytes, string? SavedAs);

/// <summary>How far the message has come for one recipient, and each receipt that says so.</summary>
internal sealed record RecipientLadder(string Node, string Rung, IReadOnlyList<ReceiptStep> Steps);

internal sealed record ReceiptStep(string Kind, string Issuer, string Time, string Reason, string Leaf);
