using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>The public side of a group's ratchet tree (RFC 9420, sections 4 and 7).</summary>
/// <remarks>A tree that belongs to a state is never changed: whoever changes one works on a <see cref="Copy"/>.</remarks>
internal sealed partial class RatchetTree
{
    private readonly CipherSuite _suite;
    private LeafNode?[] _leaves;

    /// <summary>By node index halved.</summary>
    private ParentNode?[] _parents;

    /// <summary>Tree hashes by node index; null where one must be computed anew.</summary>
    private byte[]?[] _hashes;

    private RatchetTree(CipherSuite suite, LeafNode?[] leaves, ParentNode?[] parents, byte[]?[] hashes) =>
        (_suite, _leaves, _parents, _hashes) = (suite, leaves, parents, hashes);

    /// <summary>Leaves, blank ones included: a power of two.</summary>
    public uint Size => (uint)_leaves.Length;

    public NodeIndex Root => TreeMath.Root(Size);

    public IEnumerable<LeafIndex> Members
    {
        get
        {
            for (var at = 0u; at < Size; at++)
                if (_leaves[at] is not null) yield return new LeafIndex(at);
        }
    }

    public static RatchetTree Of(CipherSuite suite, LeafNode only) => new(suite, [only], [], [null]);

    /// <exception cref="MlsException">The last node is blank, or a node stands in the place of the other kind (section 12.4.3.3).</exception>
    public static RatchetTree Of(CipherSuite suite, RatchetTreeNodes sent)
    {
        var nodes = sent.Nodes;
        if (nodes.Count == 0 || nodes[^1] is null) throw new MlsException(MlsFault.MalformedTree, "A tree ends in a blank node.");
        var leafCount = ((uint)nodes.Count + 1) / 2;
        if (leafCount > TreeMath.MaxLeaves) throw new MlsException(MlsFault.MalformedTree, "A tree is larger than is supported.");
        var size = TreeMath.FullSize(((uint)nodes.Count / 2) + 1);
        var tree = new RatchetTree(suite, new LeafNode?[size], new ParentNode?[size - 1], new byte[]?[(2 * size) - 1]);
        for (var at = 0; at < nodes.Count; at++)
        {
            if (nodes[at] is not { } node) continue;
            if (new NodeIndex((uint)at).IsLeaf) tree._leaves[at / 2] = node.Leaf ?? throw new MlsException(MlsFault.MalformedTree, "A parent stands where a leaf belongs.");
            else tree._parents[at / 2] = node.Parent ?? throw new MlsException(MlsFault.MalformedTree, "A leaf stands where a parent belongs.");
        }

        return tree;
    }

    public RatchetTree Copy() => new(_suite, (LeafNode?[])_leaves.Clone(), (ParentNode?[])_parents.Clone(), (byte[]?[])_hashes.Clone());

    public RatchetTreeNodes ToNodes()
    {
        var nodes = new List<TreeNode?>(_hashes.Length);
        for (var at = 0u; at < _hashes.Length; at++)
        {
            var node = new NodeIndex(at);
            nodes.Add(node.IsLeaf ? Leaf(node.Leaf) is { } leaf ? new TreeNode(leaf, null) : null : Parent(node) is { } parent ? new TreeNode(null, parent) : null);
        }

        // Trailing blanks must not be sent (section 12.4.3.3).
        var end = nodes.FindLastIndex(node => node is not null);
        return new RatchetTreeNodes(nodes[..(end + 1)]);
    }

    /// <summary>Null where it is blank or beyond the tree.</summary>
    public LeafNode? Leaf(LeafIndex place) => place.Value < Size ? _leaves[place.Value] : null;

    /// <summary>Null where it is blank.</summary>
    public ParentNode? Parent(NodeIndex node) => _parents[node.Value / 2];

    public ReadOnlyMemory<byte>? EncryptionKey(NodeIndex node) => node.IsLeaf ? Leaf(node.Leaf)?.EncryptionKey : Parent(node)?.EncryptionKey;

    /// <summary>Public keys of all nodes that are not blank.</summary>
    public IEnumerable<(NodeIndex Node, ReadOnlyMemory<byte> Key)> EncryptionKeys()
    {
        for (var at = 0u; at < _hashes.Length; at++)
            if (EncryptionKey(new NodeIndex(at)) is { } key) yield return (new NodeIndex(at), key);
    }

    /// <summary>The nodes whose keys together reach everybody below a node (section 4.1.1).</summary>
    public IReadOnlyList<NodeIndex> Resolution(NodeIndex node)
    {
        var resolved = new List<NodeIndex>();
        Resolve(node, resolved);
        return resolved;
    }

    /// <summary>Parents of a leaf, lowest first, without those whose other child reaches nobody (section 4.1.2).</summary>
    public IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> FilteredPath(LeafIndex leaf)
    {
        var path = new List<(NodeIndex, NodeIndex)>();
        var child = leaf.Node;
        foreach (var node in TreeMath.DirectPath(leaf.Node, Size))
        {
            var copath = child.Sibling;
            if (!IsEmptyBelow(copath)) path.Add((node, copath));
            child = node;
        }

        return path;
    }

    /// <summary>Puts a newcomer at the leftmost blank leaf (section 12.1.1).</summary>
    public LeafIndex Add(LeafNode leaf)
    {
        var place = LeftmostBlank();
        SetLeaf(place, leaf);
        foreach (var node in TreeMath.DirectPath(place.Node, Size))
            if (Parent(node) is { } parent) _parents[node.Value / 2] = parent with { UnmergedLeaves = [.. parent.UnmergedLeaves.Append(place.Value).Order()] };
        return place;
    }

    /// <summary>The leaf that the next newcomer gets; the tree is doubled when there is none.</summary>
    public LeafIndex LeftmostBlank()
    {
        var blank = Array.IndexOf(_leaves, null);
        if (blank >= 0) return new LeafIndex((uint)blank);
        var first = new LeafIndex(Size);
        Resize(Size * 2);
        return first;
    }

    /// <summary>Replaces a leaf and blanks its path (section 12.1.2).</summary>
    public void Update(LeafIndex place, LeafNode leaf)
    {
        SetLeaf(place, leaf);
        BlankPath(place);
    }

    /// <summary>Blanks a leaf and its path, and halves the tree while its right half is blank (section 12.1.3).</summary>
    public void Remove(LeafIndex place)
    {
        SetLeaf(place, null);
        BlankPath(place);
        var size = Size;
        while (size > 1 && _leaves.AsSpan((int)(size / 2), (int)(size / 2)).IndexOfAnyExcept((LeafNode?)null) < 0) size /= 2;
        if (size != Size) Resize(size);
    }

    public void SetLeaf(LeafIndex place, LeafNode? leaf)
    {
        _leaves[place.Value] = leaf;
        Invalidate(place);
    }

    /// <summary>Blanks the path of a leaf and sets new keys along its filtered path (section 7.5).</summary>
    /// <param name="keys">One for each node of the filtered path, lowest first.</param>
    /// <returns>The parent hash that the leaf must have.</returns>
    public byte[] SetPath(LeafIndex place, IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> path, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        BlankPath(place);
        Invalidate(place);
        byte[] parentHash = [];
        // From the root down, so that each hash covers all that is above.
        for (var at = path.Count - 1; at >= 0; at--)
        {
            var parent = new ParentNode(keys[at], parentHash, []);
            _parents[path[at].Node.Value / 2] = parent;
            parentHash = ParentHash(parent, TreeHash(path[at].Copath));
        }

        return parentHash;
    }

    public byte[] TreeHash() => TreeHash(Root);

    /// <summary>Section 7.8.</summary>
    public byte[] TreeHash(NodeIndex node) => _hashes[node.Value] ??= node.IsLeaf
        ? LeafHash(node.Leaf, Leaf(node.Leaf))
        : ParentTreeHash(Parent(node), TreeHash(node.Left), TreeHash(node.Right));

    private byte[] LeafHash(LeafIndex place, LeafNode? leaf) =>
        _suite.HashOf(new TlsWriter().Byte(1).UInt32(place.Value).Optional(leaf).ToArrayAndClear());

    private byte[] ParentTreeHash(ParentNode? parent, byte[] left, byte[] right) =>
        _suite.HashOf(new TlsWriter().Byte(2).Optional(parent).Opaque(left).Opaque(right).ToArrayAndClear());

    /// <summary>ParentHashInput (section 7.9).</summary>
    private byte[] ParentHash(ParentNode parent, byte[] originalSiblingHash) =>
        _suite.HashOf(new TlsWriter().Opaque(parent.EncryptionKey).Opaque(parent.ParentHash).Opaque(originalSiblingHash).ToArrayAndClear());

    private void Resolve(NodeIndex node, List<NodeIndex> resolved)
    {
        if (node.IsLeaf)
        {
            if (Leaf(node.Leaf) is not null) resolved.Add(node);
        }
        else if (Parent(node) is { } parent)
        {
            resolved.Add(node);
            foreach (var leaf in parent.UnmergedLeaves) resolved.Add(new LeafIndex(leaf).Node);
        }
        else
        {
            Resolve(node.Left, resolved);
            Resolve(node.Right, resolved);
        }
    }

    private bool IsEmptyBelow(NodeIndex node) =>
        node.IsLeaf ? Leaf(node.Leaf) is null : Parent(node) is null && IsEmptyBelow(node.Left) && IsEmptyBelow(node.Right);

    private void BlankPath(LeafIndex place)
    {
        foreach (var node in TreeMath.DirectPath(place.Node, Size)) _parents[node.Value / 2] = null;
    }

    private void Invalidate(LeafIndex place)
    {
        _hashes[place.Node.Value] = null;
        foreach (var node in TreeMath.DirectPath(place.Node, Size)) _hashes[node.Value] = null;
    }

    /// <summary>Doubles or halves the tree; the left half keeps its places and hashes (section 7.7).</summary>
    private void Resize(uint size)
    {
        if (size > TreeMath.MaxLeaves) throw new InvalidOperationException("The group is full.");
        var kept = (int)TreeMath.NodeCount(Math.Min(size, Size));
        Array.Resize(ref _leaves, (int)size);
        Array.Resize(ref _parents, (int)size - 1);
        Array.Resize(ref _hashes, kept);
        Array.Resize(ref _hashes, (int)TreeMath.NodeCount(size));
    }
}
