using Hotline.Channels;
using Hotline.Evidence;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Hub.Sequencing;

/// <summary>A step's result with the head that proves its leaves.</summary>
internal sealed record Sequenced<TDomain>(HubResult<TDomain> Result, LogHead? Head)
    where TDomain : struct, ITrafficDomain;

/// <summary>The one writer of the hub's log: decides, keeps and signs in batches, then wakes those whom it concerns.</summary>
internal sealed class Sequencer<TDomain> : IAsyncDisposable
    where TDomain : struct, ITrafficDomain
{
    private readonly IHubStore<TDomain> _store;
    private readonly RosterBook _rosters;
    private readonly CheckpointSigner _checkpoints;
    private readonly HubLimits _limits;
    private readonly NodeName _hub;
    private readonly TimeProvider _clock;
    private readonly MonotonicClock _times;
    private readonly HubMetrics _metrics;
    private readonly CommitQueue<HubStep<TDomain>, Sequenced<TDomain>> _queue;
    private volatile LogHead? _head;

    public Sequencer(HubStart<TDomain> start, IHubStore<TDomain> store, HubMetrics metrics, TimeProvider clock)
    {
        (_store, _rosters, _checkpoints, _metrics, _clock) = (store, start.Rosters, start.Keys.Checkpoints, metrics, clock);
        _hub = start.Settings.NodeName;
        _limits = start.Settings.Limits is { } limits ? new HubLimits(limits.MaxPayload, TimeSpan.FromDays(limits.MaxDeadlineDays)) : HubLimits.Default;
        _times = new MonotonicClock(clock);
        _head = store.Transcript.ReadHead();
        _queue = new CommitQueue<HubStep<TDomain>, Sequenced<TDomain>>(CommitAsync);
        _queue.Start();
    }

    /// <summary>Called after a commit with each result: who waits for it can be woken.</summary>
    public event Action<HubResult<TDomain>>? Committed;

    /// <summary>The newest head on disk.</summary>
    public LogHead? Head => _head;

    public HubLimits Limits => _limits;

    public Task<StoreException> Fault => _queue.Fault;

    /// <exception cref="StoreException">The batch was not committed, or its fate is in doubt.</exception>
    public Task<Sequenced<TDomain>> RunAsync(HubStep<TDomain> step, int weight, CancellationToken cancellationToken) =>
        _queue.AddAsync(step, weight, cancellationToken);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<IReadOnlyList<Sequenced<TDomain>>> CommitAsync(IReadOnlyList<HubStep<TDomain>> steps, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var rules = new HubRules<TDomain>(_hub, _rosters.Current, _limits);
        var now = _times.GetUtcNow();
        var commit = await _store.CommitBatchAsync(
            steps, (step, view) => rules.Decide(step, view, now), (size, root) => _checkpoints.Sign(size, new TreeHash(root.ToArray()), now), cancellationToken);
        _head = commit.Head;
        _metrics.Committed(steps.Count, _clock.GetElapsedTime(started));
        foreach (var result in commit.Results) Committed?.Invoke(result);
        return [.. commit.Results.Select(result => new Sequenced<TDomain>(result, commit.Head))];
    }
}
