using Hotline.Collections;

namespace Hotline.Stores;

/// <summary>Saved watches of a node's collections, and what they found.</summary>
public interface IWatchStore
{
    /// <exception cref="StoreException">The id is taken.</exception>
    Task AddWatchAsync(Watch watch, CancellationToken cancellationToken);

    /// <summary>Oldest first.</summary>
    /// <param name="latest">Matches to tell of each.</param>
    Task<IReadOnlyList<WatchReport>> ReadWatchesAsync(int latest, CancellationToken cancellationToken);

    /// <summary>Keeps matches together with how far was looked, so that after a crash none is lost and none told twice.</summary>
    Task AdvanceWatchAsync(string id, long seen, IReadOnlyList<WatchMatch> matches, CancellationToken cancellationToken);

    /// <returns>False when there was no such watch.</returns>
    Task<bool> RemoveWatchAsync(string id, CancellationToken cancellationToken);
}
