using System.Collections.Concurrent;
using Hotline.Envelopes;
using Hotline.Stores;

namespace Hotline.Hub.Exchange;

/// <summary>
/// Stores how far one member has come, once in a while: only the newest of a lane counts, nobody waits for it, and the member itself knows
/// best where to go on. Each time costs an fsync that messages would wait for.
/// </summary>
internal sealed class Acknowledgements<TDomain>(NodeName node, IHubStore<TDomain> store, TimeProvider clock)
    where TDomain : struct, ITrafficDomain
{
    private readonly ConcurrentDictionary<Precedence, ulong> _waiting = [];
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Signal _came = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Add(Precedence lane, ulong position)
    {
        _waiting.AddOrUpdate(lane, position, (_, before) => Math.Max(before, position));
        _came.Raise();
    }

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        _complete.TrySetResult();
        _came.Raise();
    }

    /// <summary>Stores until complete and all is stored.</summary>
    /// <exception cref="StoreException">One was not stored; the member's own positions are what counts.</exception>
    public async Task StoreAsync()
    {
        bool last;
        do
        {
            await _came.Raised;
            await Task.WhenAny(_complete.Task, Task.Delay(Interval, clock));
            _came.Reset();
            last = _complete.Task.IsCompleted;
            foreach (var lane in _waiting.Keys)
                if (_waiting.TryRemove(lane, out var position)) await store.AcknowledgeAsync(node, lane, position, CancellationToken.None);
        }
        while (!last);
    }
}
