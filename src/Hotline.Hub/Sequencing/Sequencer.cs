using Hotline.Channels;
using Hotline.Evidence;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Hub.Sequencing;

/// <summary>A step's result with the head that proves its leaves.</summary>
internal sealed record Sequenced<TDomain>(HubResult<TDomain> Result, LogHead? Head)
    where TDomain : struct, ITrafficDomain;

/// <summary>The one writer of the hub's log: decides, keeps and signs in batches, then wakes those whom it concerns.</summary>
internal sealed partial class Sequencer<TDomain> : IAsyncDisposable
    where TDomain : struct, ITrafficDomain
{
    private readonly IHubStore<TDomain> _store;
    private readonly RosterBook _rosters;
    private readonly CheckpointSigner _checkpoints;
    private readonly NodeName _hub;
    private readonly TimeProvider _clock;
    private readonly MonotonicClock _times;
    private readonly HubMetrics _metrics;
    private readonly ILogger<Sequencer<TDomain>> _logger;
    private readonly CommitQueue<HubStep<TDomain>, Sequenced<TDomain>> _queue;
    private volatile LogHead? _head;

    public Sequencer(HubStart<TDomain> start, IHubStore<TDomain> store, HubMetrics metrics, TimeProvider clock, ILogger<Sequencer<TDomain>> logger)
    {
        (_store, _rosters, _checkpoints, _metrics, _clock, _logger) = (store, start.Rosters, start.Keys.Checkpoints, metrics, clock, logger);
        _hub = start.Settings.NodeName;
        Limits = start.Limits;
        _head = store.Transcript.ReadHead();
        _times = new MonotonicClock(clock, LogTime.LastOf(_head, _checkpoints.MlDsaKey));
        _queue = new CommitQueue<HubStep<TDomain>, Sequenced<TDomain>>(CommitAsync);
        metrics.ObserveQueue(() => _queue.Length);
        _queue.Start();
    }

    /// <summary>Called after a commit with each result: who waits for it can be woken.</summary>
    public event Action<HubResult<TDomain>>? Committed;

    /// <summary>The newest head on disk that is known here; a commit that is just ending may be newer.</summary>
    public LogHead? Head => _head;

    public HubLimits Limits { get; }

    /// <summary>Whether the last commit reached the disk.</summary>
    public bool IsWriting { get; private set; } = true;

    public Task<StoreException> Fault => _queue.Fault;

    /// <exception cref="StoreException">The batch was not committed, or its fate is in doubt.</exception>
    public Task<Sequenced<TDomain>> RunAsync(HubStep<TDomain> step, int weight, CancellationToken cancellationToken) =>
        _queue.AddAsync(step, weight, cancellationToken);

    /// <summary>A head that proves a committed leaf.</summary>
    public LogHead HeadWith(ulong leaf) =>
        _head is { } known && known.Size > leaf ? known
        // The store shows a leaf an instant before its commit returns here.
        : _store.Transcript.ReadHead() ?? throw new StoreException("The log has leaves and no checkpoint.");

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task<IReadOnlyList<Sequenced<TDomain>>> CommitAsync(IReadOnlyList<HubStep<TDomain>> steps, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var rules = new HubRules<TDomain>(_hub, _rosters.Current, Limits);
        var now = _times.GetUtcNow();
        HubCommit<TDomain> commit;
        try
        {
            commit = await _store.CommitBatchAsync(
                steps, (step, view) => rules.Decide(step, view, now), (size, root) => _checkpoints.Sign(size, new TreeHash(root.ToArray()), now), cancellationToken);
            IsWriting = true;
        }
        catch (StoreException failed)
        {
            IsWriting = false;
            LogNotCommitted(steps.Count, failed.Message);
            throw;
        }

        _head = commit.Head;
        _metrics.Committed(steps.Count, _clock.GetElapsedTime(started));
        foreach (var result in commit.Results) Committed?.Invoke(result);
        return [.. commit.Results.Select(result => new Sequenced<TDomain>(result, commit.Head))];
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of {Steps} was not committed: {Reason}")]
    private partial void LogNotCommitted(int steps, string reason);
}
