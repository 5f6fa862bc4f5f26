using System.Collections.Immutable;
using System.Numerics;

namespace Hotline.Transcript;

/// <summary>A tile as it is after an append: its whole content, 32 bytes for each hash.</summary>
public sealed record ChangedTile(TileId Id, ReadOnlyMemory<byte> Hashes);

/// <summary>
/// The right edge of a tree, kept as the partial tile of each level: all that an append needs. Immutable, so that a commit
/// that fails leaves the edge as it was.
/// </summary>
public sealed class TreeEdge
{
    private readonly ImmutableArray<ReadOnlyMemory<byte>> _partials;

    private TreeEdge(ulong size, ImmutableArray<ReadOnlyMemory<byte>> partials) => (Size, _partials) = (size, partials);

    public static TreeEdge Empty { get; } = new(0, []);

    /// <summary>Leaves in the tree.</summary>
    public ulong Size { get; }

    /// <summary>The tree's root (RFC 6962, section 2.1), computed from the edge alone.</summary>
    public TreeHash Root
    {
        get
        {
            TreeHash? root = null;
            foreach (var partial in _partials)
            {
                // From right to left: complete subtrees within the tile by the bits of its width, smallest first.
                var width = partial.Length / TreeHash.Size;
                for (var end = width; end > 0;)
                {
                    var run = end & -end;
                    var subtree = RootOf(partial.Span.Slice((end - run) * TreeHash.Size, run * TreeHash.Size));
                    root = root is { } right ? TreeHash.OfNode(subtree, right) : subtree;
                    end -= run;
                }
            }

            return root ?? TreeHash.Empty;
        }
    }

    /// <summary>Reads the edge of a stored tree: one partial tile for each level.</summary>
    /// <param name="readTile">Gives at least the hashes that a tree of that size has in the tile.</param>
    /// <exception cref="NoteException">A tile is shorter than the size needs.</exception>
    public static TreeEdge Load(ulong size, Func<TileId, ReadOnlyMemory<byte>> readTile)
    {
        var partials = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var level = 0;
        for (var nodes = size; nodes > 0; nodes >>= TileId.Height, level++)
        {
            var width = (int)(nodes % TileId.FullWidth);
            if (width == 0)
            {
                partials.Add(default);
                continue;
            }

            var tile = readTile(new TileId(level, nodes / TileId.FullWidth));
            if (tile.Length < width * TreeHash.Size) throw new NoteException($"Tile {level}/{nodes / TileId.FullWidth} has fewer than {width} hashes.");
            partials.Add(tile[..(width * TreeHash.Size)]);
        }

        return new TreeEdge(size, partials.ToImmutable());
    }

    /// <summary>The edge with these leaves behind it, and every tile that changed.</summary>
    public (TreeEdge Next, IReadOnlyList<ChangedTile> Tiles) Append(IReadOnlyList<TreeHash> leaves)
    {
        var changed = new List<ChangedTile>();
        var partials = _partials.ToBuilder();
        var added = leaves;
        for (var level = 0; added.Count > 0; level++)
        {
            if (level == partials.Count) partials.Add(default);
            var index = Size >> (TileId.Height * level) >> TileId.Height;
            var above = new List<TreeHash>();
            var at = 0;
            while (at < added.Count)
            {
                var tile = Extend(partials[level], added, ref at);
                changed.Add(new ChangedTile(new TileId(level, index), tile));
                if (tile.Length < TileId.FullWidth * TreeHash.Size)
                {
                    partials[level] = tile;
                    continue;
                }

                above.Add(RootOf(tile.Span));
                partials[level] = default;
                index++;
            }

            added = above;
        }

        return (new TreeEdge(Size + (ulong)leaves.Count, partials.ToImmutable()), changed);
    }

    /// <summary>Root of a complete subtree over hashes whose number is a power of two.</summary>
    internal static TreeHash RootOf(ReadOnlySpan<byte> hashes)
    {
        var count = hashes.Length / TreeHash.Size;
        if (count == 1) return new TreeHash(hashes);
        Span<TreeHash> nodes = stackalloc TreeHash[TileId.FullWidth];
        for (var at = 0; at < count; at++) nodes[at] = new TreeHash(hashes.Slice(at * TreeHash.Size, TreeHash.Size));
        for (var left = BitOperations.Log2((uint)count); left > 0; left--)
        {
            count /= 2;
            for (var at = 0; at < count; at++) nodes[at] = TreeHash.OfNode(nodes[2 * at], nodes[(2 * at) + 1]);
        }

        return nodes[0];
    }

    private static ReadOnlyMemory<byte> Extend(ReadOnlyMemory<byte> partial, IReadOnlyList<TreeHash> added, ref int at)
    {
        var width = partial.Length / TreeHash.Size;
        var take = Math.Min(TileId.FullWidth - width, added.Count - at);
        // A copy: whoever holds the earlier edge keeps the earlier tile.
        var tile = new byte[(width + take) * TreeHash.Size];
        partial.CopyTo(tile);
        for (var taken = 0; taken < take; taken++) added[at + taken].CopyTo(tile.AsSpan((width + taken) * TreeHash.Size));
        at += take;
        return tile;
    }
}
