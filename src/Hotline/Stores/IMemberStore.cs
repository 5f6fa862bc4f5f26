using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;

namespace Hotline.Stores;

/// <summary>Everything a member's node must not lose, in one database with its transcript.</summary>
public interface IMemberStore<TDomain>
    where TDomain : struct, ITrafficDomain
{
    ITranscriptStore Transcript { get; }

    /// <summary>
    /// Keeps a batch in one transaction and one fsync: states, messages, rungs, leaves, tree and checkpoint together, or
    /// nothing. Idempotent by message and by leaf: a step that was kept before changes only the queue position.
    /// </summary>
    /// <returns>One outcome for each step, in order.</returns>
    /// <exception cref="StoreException">Nothing was written, or it is unknown whether it was: see <see cref="StoreException.IsDoubtful"/>.</exception>
    Task<IReadOnlyList<MemberOutcome>> CommitBatchAsync(
        IReadOnlyList<MemberStep<TDomain>> steps, SignCheckpoint sign, CancellationToken cancellationToken);

    /// <summary>The sender's own chain in a conversation: the last sequence number and NRO leaf; null before the first message.</summary>
    Task<ConversationHead?> ReadConversationAsync(string conversation, CancellationToken cancellationToken);

    /// <summary>The stored state of a channel's seal; null before the first.</summary>
    Task<SealState?> ReadSealStateAsync(ChannelId channel, CancellationToken cancellationToken);

    /// <summary>Messages the hub has not answered yet, highest precedence first, then oldest.</summary>
    Task<IReadOnlyList<Envelope<TDomain>>> ReadOutboxAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Own receipts (NRD, NRR, REFUSED) the hub has not taken yet, in order of their leaves.</summary>
    Task<IReadOnlyList<OutgoingReceipt>> ReadReceiptsToSendAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The hub took the receipts of these leaves.</summary>
    Task KeepReceiptsSentAsync(IReadOnlyList<ulong> leaves, CancellationToken cancellationToken);

    /// <summary>How far this node has read each lane of its queue at a hub; a lane it never read is absent.</summary>
    Task<ImmutableDictionary<Precedence, ulong>> ReadQueueAsync(NodeName hub, CancellationToken cancellationToken);

    /// <summary>The newest checkpoint of another log that was verified here; null before the first.</summary>
    Task<LogHead?> ReadSeenAsync(string origin, CancellationToken cancellationToken);

    /// <summary>Keeps a verified checkpoint of another log if it is larger than the one known.</summary>
    Task KeepSeenAsync(string origin, LogHead head, CancellationToken cancellationToken);

    /// <summary>Received messages, newest first.</summary>
    /// <param name="unreadOnly">Only those without NRR.</param>
    /// <param name="before">Only those whose row is older; null for the newest.</param>
    Task<IReadOnlyList<MessageRecord<TDomain>>> ReadInboxAsync(bool unreadOnly, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>Received messages after a row, oldest first: for following the inbox.</summary>
    Task<IReadOnlyList<MessageRecord<TDomain>>> ReadInboxAfterAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Sent messages, newest first.</summary>
    Task<IReadOnlyList<MessageRecord<TDomain>>> ReadSentAsync(long? before, int limit, CancellationToken cancellationToken);

    /// <summary>A sent or received message; the id alone names it where only one sender used it, and nothing where two did.</summary>
    Task<MessageRecord<TDomain>?> FindAsync(MessageId id, NodeName? from, CancellationToken cancellationToken);

    /// <summary>Every receipt about a message, in order of arrival.</summary>
    Task<IReadOnlyList<ReceiptRecord>> ReadReceiptsAsync(MessageKey message, CancellationToken cancellationToken);

    Task<MemberCounts> CountAsync(CancellationToken cancellationToken);
}

/// <param name="Sequence">Of the last NRO of this node in the conversation.</param>
/// <param name="Salt">16 random bytes under which the conversation's id is digested.</param>
/// <param name="Last">Its leaf hash.</param>
public sealed record ConversationHead(ulong Sequence, Digest Last, ReadOnlyMemory<byte> Salt);

/// <param name="Leaf">Index in this node's own log.</param>
public sealed record OutgoingReceipt(ulong Leaf, ReadOnlyMemory<byte> Entry, Precedence Precedence);

public enum Direction
{
    Sent,
    Received,
}

/// <summary>A message as a node keeps it.</summary>
/// <param name="Row">Rises with every message kept; a cursor for lists.</param>
/// <param name="At">When it was filed or received here, by this node's clock.</param>
/// <param name="Rungs">For a sent message, the rung of each recipient; for a received one, this node's own.</param>
/// <param name="Archived">Null when the content was erased.</param>
public sealed record MessageRecord<TDomain>(
    long Row, Direction Direction, OriginNote<TDomain> Origin, DateTimeOffset At, ImmutableDictionary<NodeName, Rung> Rungs, ArchivedContent? Archived)
    where TDomain : struct, ITrafficDomain
{
    public MessageKey Key => new(Origin.Text.From, Origin.Id);
}

/// <summary>A receipt as kept.</summary>
/// <param name="Leaf">Index in this node's own log.</param>
/// <param name="Proof">The issuer's proof; empty for this node's own receipts.</param>
public sealed record ReceiptRecord(ulong Leaf, ReadOnlyMemory<byte> Entry, ReadOnlyMemory<byte> Proof, DateTimeOffset At);

public sealed record MemberCounts(long Sent, long Received, long Outbox, long ReceiptsToSend, long Unread, long Drafts);
