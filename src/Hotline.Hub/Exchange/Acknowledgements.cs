using System.Collections.Concurrent;
using Hotline.Envelopes;
using Hotline.Stores;

namespace Hotline.Hub.Exchange;

/// <summary>Stores how far one member has come. What comes while the disk is busy is written together: only the newest of a lane counts.</summary>
internal sealed class Acknowledgements<TDomain>(NodeName node, IHubStore<TDomain> store)
    where TDomain : struct, ITrafficDomain
{
    private readonly ConcurrentDictionary<Precedence, ulong> _waiting = [];
    private readonly Signal _came = new();
    private volatile bool _complete;

    public void Add(Precedence lane, ulong position)
    {
        _waiting.AddOrUpdate(lane, position, (_, before) => Math.Max(before, position));
        _came.Raise();
    }

    /// <summary>No more will come.</summary>
    public void Complete()
    {
        _complete = true;
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
            _came.Reset();
            last = _complete;
            foreach (var lane in _waiting.Keys)
                if (_waiting.TryRemove(lane, out var position)) await store.AcknowledgeAsync(node, lane, position, CancellationToken.None);
        }
        while (!last);
    }
}
