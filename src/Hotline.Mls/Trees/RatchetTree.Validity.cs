namespace Hotline.Mls;

/// <summary>What a newcomer checks before it trusts a tree (RFC 9420, sections 7.9.2 and 12.4.3.1).</summary>
internal sealed partial class RatchetTree
{
    /// <exception cref="MlsException">The tree was not made by its members in turn.</exception>
    public void RequireValidParents()
    {
        // In this order, since each step relies on the one before, and so that a hostile tree costs no more than an honest one of its size.
        foreach (var (node, parent) in Parents()) RequireUnmergedLeavesBelow(node, parent);
        foreach (var (node, parent) in Parents()) RequireUnmergedLeavesBetween(node, parent);
        foreach (var (node, parent) in Parents()) RequireParentHash(node, parent);
    }

    /// <exception cref="MlsException">One key stands in two nodes (section 12.4.3.1).</exception>
    public void RequireDistinctKeys()
    {
        var seen = new HashSet<ReadOnlyMemory<byte>>(BytesComparer.Instance);
        foreach (var (_, key) in EncryptionKeys())
            if (!seen.Add(key)) throw new MlsException(MlsFault.DuplicateKey, "Two nodes have one encryption key.");
        var signing = new HashSet<ReadOnlyMemory<byte>>(BytesComparer.Instance);
        foreach (var member in Members)
            if (!signing.Add(Leaf(member)!.SignatureKey)) throw new MlsException(MlsFault.DuplicateKey, "Two members have one signature key.");
    }

    /// <summary>Exactly one node below must have been set together with this one, and lead to it (section 7.9.2).</summary>
    private void RequireParentHash(NodeIndex node, ParentNode parent)
    {
        var chains = Chains(parent, node.Left, node.Right) + Chains(parent, node.Right, node.Left);
        if (chains != 1) throw new MlsException(MlsFault.InvalidParentHash, $"{chains} nodes below a parent have its parent hash where one should.");
    }

    /// <summary>How many nodes in the resolution of a child were set together with its parent.</summary>
    private int Chains(ParentNode parent, NodeIndex child, NodeIndex sibling)
    {
        var expected = ParentHash(parent, OriginalHash(sibling, parent.UnmergedLeaves));
        var resolution = Resolution(child);
        var unmerged = parent.UnmergedLeaves.Select(leaf => new LeafIndex(leaf).Node).Where(child.Covers).ToHashSet();
        var found = 0;
        foreach (var descendant in resolution)
        {
            if (!ParentHashOf(descendant).Span.SequenceEqual(expected)) continue;
            if (unmerged.Count == resolution.Count - 1 && resolution.All(other => other == descendant || unmerged.Contains(other))) found++;
        }

        return found;
    }

    private ReadOnlyMemory<byte> ParentHashOf(NodeIndex node) => node.IsLeaf ? Leaf(node.Leaf)!.ParentHash : Parent(node)!.ParentHash;

    /// <summary>The tree hash that a node had before some leaves came: without them, in lists too, below blank nodes as well (section 7.9).</summary>
    private byte[] OriginalHash(NodeIndex node, IReadOnlyList<uint> leaves)
    {
        var without = leaves.Where(leaf => node.Covers(new LeafIndex(leaf).Node)).ToList();
        if (without.Count == 0) return TreeHash(node);
        if (node.IsLeaf) return LeafHash(node.Leaf, null);
        var parent = Parent(node) is { } present ? present with { UnmergedLeaves = [.. present.UnmergedLeaves.Except(without)] } : null;
        return ParentTreeHash(parent, OriginalHash(node.Left, without), OriginalHash(node.Right, without));
    }

    private IEnumerable<(NodeIndex Node, ParentNode Parent)> Parents()
    {
        for (var at = 1u; at < _hashes.Length; at += 2)
            if (Parent(new NodeIndex(at)) is { } parent) yield return (new NodeIndex(at), parent);
    }

    /// <summary>Sorted (section 7.1), and members below their node (section 12.4.3.1).</summary>
    private void RequireUnmergedLeavesBelow(NodeIndex node, ParentNode parent)
    {
        for (var at = 0; at < parent.UnmergedLeaves.Count; at++)
        {
            var leaf = new LeafIndex(parent.UnmergedLeaves[at]);
            if (at > 0 && parent.UnmergedLeaves[at - 1] >= leaf.Value) throw new MlsException(MlsFault.InvalidUnmergedLeaves, "Unmerged leaves are not in increasing order.");
            if (Leaf(leaf) is null || !node.Covers(leaf.Node)) throw new MlsException(MlsFault.InvalidUnmergedLeaves, "An unmerged leaf is blank, or not below its parent.");
        }
    }

    /// <summary>Each parent between must list the leaf too (section 12.4.3.1).</summary>
    private void RequireUnmergedLeavesBetween(NodeIndex node, ParentNode parent)
    {
        foreach (var leaf in parent.UnmergedLeaves)
            for (var between = new LeafIndex(leaf).Node.Parent; between != node; between = between.Parent)
                if (Parent(between) is { } other && !other.UnmergedLeaves.Contains(leaf))
                    throw new MlsException(MlsFault.InvalidUnmergedLeaves, "A parent between lacks an unmerged leaf.");
    }
}
