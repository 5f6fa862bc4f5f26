using Hotline.Channels;
using Hotline.Envelopes;

namespace Hotline.Stores;

/// <summary>Everything a hub must not lose, in one database with its transcript.</summary>
public interface IHubStore<TDomain>
    where TDomain : struct, ITrafficDomain
{
    ITranscriptStore Transcript { get; }

    /// <summary>
    /// Judges and carries out a batch in one transaction and one fsync: decisions, envelopes, queues, leaves, tree and
    /// checkpoint together, or nothing. A step sees what the steps before it in the batch did.
    /// </summary>
    /// <param name="decide">Pure: called once for each step with what is known of its message; again when another process changed the log first.</param>
    /// <param name="sign">Signs the checkpoint when leaves were added; it replaces the old one only if that still has the size it was read with.</param>
    /// <returns>One result for each step, in order.</returns>
    /// <exception cref="StoreException">Nothing was written, or it is unknown whether it was: see <see cref="StoreException.IsDoubtful"/>.</exception>
    Task<HubCommit<TDomain>> CommitBatchAsync(
        IReadOnlyList<HubStep<TDomain>> steps, Func<HubStep<TDomain>, HubView<TDomain>, HubDecision<TDomain>> decide, SignCheckpoint sign,
        CancellationToken cancellationToken);

    /// <summary>The carried message, or null.</summary>
    Task<Carried<TDomain>?> FindAsync(MessageKey message, CancellationToken cancellationToken);

    /// <summary>What waits for a follower in one lane after a position, in order of position.</summary>
    Task<IReadOnlyList<HubDelivery<TDomain>>> ReadDeliveriesAsync(
        NodeName follower, Precedence lane, ulong after, int limit, CancellationToken cancellationToken);

    /// <summary>Notes how far a follower has come. Never goes back.</summary>
    Task AcknowledgeAsync(NodeName follower, Precedence lane, ulong position, CancellationToken cancellationToken);

    /// <summary>Carried messages whose deadline is not after <paramref name="now"/> with a recipient still without delivery, oldest deadline first.</summary>
    Task<IReadOnlyList<MessageKey>> ReadOverdueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The earliest deadline still open; null when none is.</summary>
    Task<DateTimeOffset?> ReadNextDeadlineAsync(CancellationToken cancellationToken);

    /// <summary>Counts for metrics and status.</summary>
    Task<HubCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>A committed batch.</summary>
/// <param name="Head">The log's head after it; null while the log is empty.</param>
/// <param name="Results">One for each step, in order.</param>
public sealed record HubCommit<TDomain>(LogHead? Head, IReadOnlyList<HubResult<TDomain>> Results)
    where TDomain : struct, ITrafficDomain;

/// <param name="Decision">As judged.</param>
/// <param name="Origin">The NRO's leaf, where the message is carried.</param>
/// <param name="Answer">The leaf of the NRS, REFUSED, FAILED or forwarded receipt that this step wrote or that stood before.</param>
/// <param name="Current">The message as it now stands, with every recipient's rung; null where it is not carried.</param>
public sealed record HubResult<TDomain>(
    HubDecision<TDomain> Decision, LeafPosition? Origin, LeafPosition? Answer, Carried<TDomain>? Current)
    where TDomain : struct, ITrafficDomain;

/// <summary>One item of a follower's queue.</summary>
/// <param name="Position">From 1, without gaps in a lane.</param>
public abstract record HubDelivery<TDomain>(Precedence Lane, ulong Position)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>A message for the follower.</summary>
    /// <param name="OriginLeaf">Index of its NRO in the hub's log.</param>
    public sealed record Message(Precedence Lane, ulong Position, ulong OriginLeaf, ReadOnlyMemory<byte> OriginNote, ReadOnlyMemory<byte> Payload)
        : HubDelivery<TDomain>(Lane, Position);

    /// <summary>A receipt about a message of the follower's: by a recipient with the recipient's proof, or the hub's own FAILED without one.</summary>
    /// <param name="Leaf">Index in the hub's log.</param>
    /// <param name="Entry">The issuer's entry.</param>
    /// <param name="Proof">The issuer's proof; empty where the hub is the issuer and proves it when it sends.</param>
    public sealed record Receipt(Precedence Lane, ulong Position, ulong Leaf, ReadOnlyMemory<byte> Entry, ReadOnlyMemory<byte> Proof)
        : HubDelivery<TDomain>(Lane, Position);
}

public sealed record HubCounts(long Carried, long Undelivered, long Failed, long Refused);
