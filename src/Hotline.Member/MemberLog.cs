using Hotline.Evidence;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Member;

/// <summary>The one writer of a node's transcript: keeps steps in batches, each in one transaction with its signed checkpoint.</summary>
public sealed class MemberLog<TDomain> : IAsyncDisposable
    where TDomain : struct, ITrafficDomain
{
    private readonly IMemberStore<TDomain> _store;
    private readonly CheckpointSigner _checkpoints;
    private readonly MonotonicClock _times;
    private readonly CommitQueue<MemberStep<TDomain>, MemberOutcome> _queue;

    public MemberLog(MemberStart<TDomain> start, IMemberStore<TDomain> store, TimeProvider clock)
    {
        (_store, _checkpoints, _times) = (store, start.ServerKeys.Checkpoints, new MonotonicClock(clock, LogTime.LastOf(store.Transcript.ReadHead(), start.ServerKeys.Checkpoints.MlDsaKey)));
        _queue = new CommitQueue<MemberStep<TDomain>, MemberOutcome>(CommitAsync);
        _queue.Start();
    }

    /// <summary>Called after a commit with each step that was kept now.</summary>
    public event Action<MemberStep<TDomain>>? Kept;

    public Task<StoreException> Fault => _queue.Fault;

    /// <summary>Time for leaves: never before an earlier one.</summary>
    public DateTimeOffset Now => _times.GetUtcNow();

    /// <exception cref="StoreException">The batch was not committed, or its fate is in doubt.</exception>
    public Task<MemberOutcome> KeepAsync(MemberStep<TDomain> step, CancellationToken cancellationToken) => _queue.AddAsync(step, WeightOf(step), cancellationToken);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<IReadOnlyList<MemberOutcome>> CommitAsync(IReadOnlyList<MemberStep<TDomain>> steps, CancellationToken cancellationToken)
    {
        var now = _times.GetUtcNow();
        var outcomes = await _store.CommitBatchAsync(steps, (size, root) => _checkpoints.Sign(size, new TreeHash(root.ToArray()), now), cancellationToken);
        for (var index = 0; index < steps.Count; index++)
            if (outcomes[index] == MemberOutcome.Kept) Kept?.Invoke(steps[index]);
        return outcomes;
    }

    private static int WeightOf(MemberStep<TDomain> step) => step switch
    {
        MemberStep<TDomain>.Send send => send.Envelope.Payload.Length + send.Archived.Sealed.Length,
        MemberStep<TDomain>.Receive receive => receive.Archived.Sealed.Length,
        MemberStep<TDomain>.KeepReceipt receipt => receipt.Receipt.Entry.Length + receipt.Receipt.Proof.Length,
        _ => 0,
    };
}
