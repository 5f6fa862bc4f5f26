namespace Hotline.Transcript.Tests;

/// <summary>A tree whose tiles are kept in memory, as a store keeps them.</summary>
internal sealed class ATree
{
    private readonly Dictionary<TileId, ReadOnlyMemory<byte>> _tiles = [];
    private readonly IReadOnlyList<TreeHash> _leaves;

    public ATree(IReadOnlyList<TreeHash> leaves)
    {
        _leaves = leaves;
        Append(leaves);
    }

    public TreeEdge Edge { get; private set; } = TreeEdge.Empty;

    public static ATree OfSize(int size) => new([.. Enumerable.Range(0, size).Select(ALeaf)]);

    public static TreeHash ALeaf(int index) => TreeHash.OfLeaf(BitConverter.GetBytes(index));

    /// <summary>A full or partial tile, as wide as the whole tree makes it.</summary>
    public ReadOnlyMemory<byte> Tile(TileId id) => _tiles.GetValueOrDefault(id);

    public IReadOnlyList<TreeHash> ProveInclusion(ulong index, ulong size) => MerkleProof.Inclusion(index, size, Tile);

    public IReadOnlyList<TreeHash> ProveConsistency(ulong oldSize, ulong newSize) => MerkleProof.Consistency(oldSize, newSize, Tile);

    /// <summary>The root of the first leaves, by the definition in RFC 6962, section 2.1, and none of the code under test but the hashes.</summary>
    public TreeHash RootByDefinition(int size) => size == 0 ? TreeHash.Empty : RootByDefinition(0, size);

    private TreeHash RootByDefinition(int start, int end)
    {
        if (end - start == 1) return _leaves[start];
        var split = 1;
        while (split * 2 < end - start) split *= 2;
        return TreeHash.OfNode(RootByDefinition(start, start + split), RootByDefinition(start + split, end));
    }

    private void Append(IReadOnlyList<TreeHash> leaves)
    {
        (Edge, var changed) = Edge.Append(leaves);
        foreach (var tile in changed) _tiles[tile.Id] = tile.Hashes;
    }
}
