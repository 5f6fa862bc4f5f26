using System.Collections.Concurrent;
using Hotline.Evidence;
using Hotline.Stores;

namespace Hotline.Member;

/// <summary>The newest verified checkpoints of other logs that are on their way to disk: much evidence comes under each, and it need be kept once.</summary>
internal sealed class SeenCheckpoints
{
    private readonly ConcurrentDictionary<string, ulong> _sizes = [];

    /// <returns>What to keep; null when one as large is known here already.</returns>
    public SeenHead? Newer(ProvenCheckpoint proven)
    {
        var (origin, size) = (proven.Checkpoint.Origin, proven.Checkpoint.Size);
        // Two threads may both find theirs newer, and the store keeps the larger one.
        if (_sizes.TryGetValue(origin, out var known) && known >= size) return null;
        _sizes[origin] = size;
        return new SeenHead(origin, new LogHead(size, new Digest(proven.Checkpoint.Root.ToArray()), proven.Note));
    }
}
