using System.Collections.Concurrent;

namespace Hotline.Hosting.Guarding;

/// <summary>How many of something each peer may have at a time.</summary>
internal sealed class Places<TPeer>(int most)
    where TPeer : notnull
{
    private readonly ConcurrentDictionary<TPeer, int> _taken = [];

    public int Most => most;

    /// <returns>A place until disposed; null when the peer has all of its own.</returns>
    public IDisposable? TryTake(TPeer peer)
    {
        if (_taken.AddOrUpdate(peer, 1, (_, before) => before + 1) <= most) return new Place(this, peer);
        Leave(peer);
        return null;
    }

    private void Leave(TPeer peer)
    {
        // The entry goes with its last place, so that passers-by leave nothing behind.
        while (_taken.TryGetValue(peer, out var count))
            if (count > 1 ? _taken.TryUpdate(peer, count - 1, count) : _taken.TryRemove(KeyValuePair.Create(peer, count))) return;
    }

    private sealed class Place(Places<TPeer> places, TPeer peer) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _left, true)) places.Leave(peer);
        }
    }
}
