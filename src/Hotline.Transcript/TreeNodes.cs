using System.Collections.Concurrent;
using System.Numerics;

namespace Hotline.Transcript;

/// <summary>
/// Roots of parts of a growing tree, read from as high as its tiles go. A complete subtree never changes, so its root is remembered, and the
/// proofs of one batch, which share most of their nodes, cost little more than the first of them.
/// </summary>
/// <param name="readTile">Gives at least the hashes that any tree asked about has in the tile.</param>
public sealed class TreeNodes(Func<TileId, ReadOnlyMemory<byte>> readTile)
{
    /// <summary>About 2 MiB, and 256 KiB of tiles; forgotten all at once, and learnt again.</summary>
    private const int MostNodes = 16 * 1024;

    private const int MostTiles = 32;

    private readonly ConcurrentDictionary<(int Height, ulong Number), TreeHash> _nodes = [];
    private readonly ConcurrentDictionary<TileId, ReadOnlyMemory<byte>> _tiles = [];

    /// <summary>Root over leaves from start to before end; start is a multiple of the largest power of two within.</summary>
    /// <exception cref="NoteException">A tile is shorter than the tree needs.</exception>
    internal TreeHash Root(ulong start, ulong end)
    {
        var count = end - start;
        if (BitOperations.IsPow2(count)) return Complete(BitOperations.Log2(count), start >> BitOperations.Log2(count));
        var middle = start + (1UL << BitOperations.Log2(count));
        return TreeHash.OfNode(Root(start, middle), Root(middle, end));
    }

    /// <summary>Root of the complete subtree of that height, counted from the left.</summary>
    private TreeHash Complete(int height, ulong number)
    {
        if (height % TileId.Height == 0) return Stored(height / TileId.Height, number);
        if (_nodes.TryGetValue((height, number), out var known)) return known;
        var root = TreeHash.OfNode(Complete(height - 1, 2 * number), Complete(height - 1, (2 * number) + 1));
        if (_nodes.Count >= MostNodes) _nodes.Clear();
        _nodes[(height, number)] = root;
        return root;
    }

    private TreeHash Stored(int level, ulong number)
    {
        var id = new TileId(level, number / TileId.FullWidth);
        var from = (int)(number % TileId.FullWidth) * TreeHash.Size;
        if (!_tiles.TryGetValue(id, out var tile) || tile.Length < from + TreeHash.Size)
        {
            // A tile only grows, so what is remembered of it stays right.
            tile = readTile(id);
            if (tile.Length < from + TreeHash.Size) throw new NoteException($"Tile {level}/{id.Index} is shorter than the tree needs.");
            if (_tiles.Count >= MostTiles) _tiles.Clear();
            _tiles[id] = tile;
        }

        return new TreeHash(tile.Span.Slice(from, TreeHash.Size));
    }
}
