using System.Threading.Channels;

namespace Hotline.Stores;

/// <summary>
/// The one writer of a log: runs all that queued while the last commit ran in one commit, so that one fsync serves many.
/// There is no timer: an idle queue commits at once, a busy one in ever larger batches up to the limits.
/// </summary>
/// <param name="commit">Commits a batch and gives one result for each step, in order.</param>
public sealed class CommitQueue<TStep, TResult>(Func<IReadOnlyList<TStep>, CancellationToken, Task<IReadOnlyList<TResult>>> commit) : IAsyncDisposable
{
    /// <summary>Most steps of a batch (transcript, section 2.3).</summary>
    public const int MaxSteps = 256;

    /// <summary>Most bytes of a batch, unless a single step has more.</summary>
    public const int MaxWeight = 1024 * 1024;

    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(8 * MaxSteps) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<StoreException> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;

    /// <summary>Completes when a commit is in doubt: nothing more is accepted, and the process must end and recover from disk.</summary>
    public Task<StoreException> Fault => _fault.Task;

    /// <summary>Steps waiting now.</summary>
    public int Length => _queue.Reader.Count;

    public void Start() => _running ??= Task.Run(RunAsync);

    /// <summary>Waits until the step is committed. A cancelled caller's step may still be committed.</summary>
    /// <param name="weight">Bytes it brings.</param>
    /// <exception cref="StoreException">The batch was not committed, or its fate is in doubt.</exception>
    public async Task<TResult> AddAsync(TStep step, int weight, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(step, weight);
        try
        {
            await _queue.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new StoreException("The log takes nothing more: the process is ending.", closed);
        }

        return await waiting.Done.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_running is not null) await _running;
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(MaxSteps);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var weight = 0;
            while (batch.Count < MaxSteps && _queue.Reader.TryPeek(out var next) && (batch.Count == 0 || weight + next.Weight <= MaxWeight))
            {
                _queue.Reader.TryRead(out next);
                batch.Add(next!);
                weight += next!.Weight;
            }

            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Waiting> batch)
    {
        try
        {
            var results = await commit([.. batch.Select(waiting => waiting.Step)], _stop.Token);
            for (var index = 0; index < batch.Count; index++) batch[index].Done.TrySetResult(results[index]);
        }
        catch (Exception failure)
        {
            foreach (var waiting in batch) waiting.Done.TrySetException(failure);
            if (failure is not StoreException { IsDoubtful: true } doubtful) return;
            // Whether the batch is on disk is unknown, so no later one may build on it.
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var late)) late.Done.TrySetException(failure);
            _fault.TrySetResult(doubtful);
        }
    }

    private sealed class Waiting(TStep step, int weight)
    {
        public TStep Step { get; } = step;

        public int Weight { get; } = weight;

        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
