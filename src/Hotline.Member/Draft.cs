using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Statements;

namespace Hotline.Member;

/// <summary>A message before it is sealed.</summary>
/// <param name="To">Recipients' nodes.</param>
/// <param name="ReplyBy">When an answer is asked for; informs only.</param>
/// <param name="Deadline">After it the hub says FAILED; null: by <see cref="ReplyBy"/>, else by precedence.</param>
/// <param name="Conversation">Id of the conversation it continues; null begins one.</param>
/// <param name="Seal">Null: the strongest that every recipient has a key for.</param>
/// <param name="Source">The collection's draft it was made of; null for a person's message.</param>
public sealed record Draft(
    EnvelopeKind Kind, ChannelId Channel, ImmutableArray<NodeName> To, Precedence Precedence, string? Subject, string? Body, string? Officer,
    DateTimeOffset? ReplyBy, DateTimeOffset? Deadline, string? Conversation, ImmutableArray<Attachment> Attachments, SealSuite? Seal = null, Guid? Source = null)
{
    /// <summary>Longest text of a FLASH or OVERRIDE in bytes, so that it fits any route.</summary>
    public const int MaxUrgentBytes = 4 * 1024;

    /// <summary>Most words of a FLASH or OVERRIDE.</summary>
    public const int MaxUrgentWords = 200;

    /// <summary>How long each precedence is given for delivery.</summary>
    public static TimeSpan TimeFor(Precedence precedence) => precedence switch
    {
        Precedence.Override => TimeSpan.FromMinutes(5),
        Precedence.Flash => TimeSpan.FromMinutes(10),
        Precedence.Immediate => TimeSpan.FromMinutes(30),
        Precedence.Priority => TimeSpan.FromHours(3),
        Precedence.Routine => TimeSpan.FromHours(6),
        _ => TimeSpan.FromDays(7),
    };

    /// <summary>Why this may not be sent, or null.</summary>
    public string? WhyNot(DateTimeOffset now)
    {
        if (To.IsDefaultOrEmpty) return "A message needs at least one recipient.";
        if (To.Length > OriginText<Real>.MaxRecipients) return $"A message has at most {OriginText<Real>.MaxRecipients} recipients.";
        if (To.Distinct().Count() != To.Length) return "A recipient is named twice.";
        if (Deadline <= now) return "The deadline has passed already.";
        if (Deadline is null && ReplyBy <= now) return "The time to reply by has passed already.";
        if (Precedence < Precedence.Flash) return null;
        var text = $"{Subject} {Body}";
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MaxUrgentBytes || text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > MaxUrgentWords)
            return $"A {Precedence.ToWord()} has at most {MaxUrgentWords} words and {MaxUrgentBytes} bytes, so that it fits any route: shorten it, or send the rest after it.";
        return Attachments.IsDefaultOrEmpty ? null : $"A {Precedence.ToWord()} has no attachments: send them after it at a lower precedence.";
    }
}

/// <summary>What became of a draft.</summary>
public abstract record SendResult
{
    /// <summary>FILED: durable, and never sealed anew.</summary>
    public sealed record Filed(MessageKey Message, Digest Leaf, DateTimeOffset At, DateTimeOffset Deadline, string Conversation) : SendResult;

    /// <summary>Not sent; nothing was kept.</summary>
    public sealed record Refused(string Sentence) : SendResult;
}
