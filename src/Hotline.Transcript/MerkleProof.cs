using System.Numerics;

namespace Hotline.Transcript;

/// <summary>Inclusion and consistency proofs (RFC 6962, section 2.1.1 and 2.1.2), verified as RFC 9162 spells out (2.1.3.2 and 2.1.4.2).</summary>
public static class MerkleProof
{
    /// <summary>Most hashes of an inclusion proof in a tree of 2^63 leaves.</summary>
    public const int MaxHashes = 63;

    /// <summary>Proof that the leaf at an index stands in the tree of that size.</summary>
    /// <param name="readTile">Gives at least the hashes that a tree of that size has in the tile.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    public static IReadOnlyList<TreeHash> Inclusion(ulong index, ulong size, Func<TileId, ReadOnlyMemory<byte>> readTile) =>
        Inclusion(index, size, new TreeNodes(readTile));

    /// <param name="nodes">Of this tree or a larger one that it is the beginning of.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the size.</exception>
    public static IReadOnlyList<TreeHash> Inclusion(ulong index, ulong size, TreeNodes nodes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<TreeHash>();
        AddPath(index, 0, size, nodes, proof);
        return proof;
    }

    /// <summary>Proof that the tree of the old size is the beginning of the new one; empty when either is trivial.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The old size is above the new one.</exception>
    public static IReadOnlyList<TreeHash> Consistency(ulong oldSize, ulong newSize, Func<TileId, ReadOnlyMemory<byte>> readTile)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var proof = new List<TreeHash>();
        if (oldSize == 0 || oldSize == newSize) return proof;
        var nodes = new TreeNodes(readTile);
        ulong start = 0, end = newSize;
        var old = oldSize;
        var isComplete = true;
        var right = new Stack<TreeHash>();
        // The subproof of RFC 6962, section 2.1.2, walked down and then read from the bottom up.
        while (old != end - start)
        {
            var split = Split(end - start);
            if (old <= split)
            {
                right.Push(nodes.Root(start + split, end));
                end = start + split;
            }
            else
            {
                right.Push(nodes.Root(start, start + split));
                start += split;
                old -= split;
                isComplete = false;
            }
        }

        if (!isComplete) proof.Add(nodes.Root(start, end));
        proof.AddRange(right);
        return proof;
    }

    /// <summary>RFC 9162, section 2.1.3.2.</summary>
    public static bool VerifyInclusion(ulong index, ulong size, TreeHash leaf, TreeHash root, IReadOnlyList<TreeHash> proof)
    {
        if (index >= size) return false;
        var node = index;
        var last = size - 1;
        var hash = leaf;
        foreach (var sibling in proof)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                hash = TreeHash.OfNode(sibling, hash);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                hash = TreeHash.OfNode(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>RFC 9162, section 2.1.4.2; with an empty old tree only an empty proof holds.</summary>
    public static bool VerifyConsistency(ulong oldSize, ulong newSize, TreeHash oldRoot, TreeHash newRoot, IReadOnlyList<TreeHash> proof)
    {
        if (oldSize > newSize) return false;
        if (oldSize == newSize) return proof.Count == 0 && oldRoot == newRoot;
        if (oldSize == 0) return proof.Count == 0 && oldRoot == TreeHash.Empty;
        var at = 0;
        var first = oldRoot;
        if (!BitOperations.IsPow2(oldSize))
        {
            if (proof.Count == 0) return false;
            first = proof[at++];
        }

        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1) (node, last) = (node >> 1, last >> 1);
        var (fromOld, fromNew) = (first, first);
        for (; at < proof.Count; at++)
        {
            if (last == 0) return false;
            if ((node & 1) == 1 || node == last)
            {
                fromOld = TreeHash.OfNode(proof[at], fromOld);
                fromNew = TreeHash.OfNode(proof[at], fromNew);
                while ((node & 1) == 0 && node != 0) (node, last) = (node >> 1, last >> 1);
            }
            else
            {
                fromNew = TreeHash.OfNode(fromNew, proof[at]);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && fromOld == oldRoot && fromNew == newRoot;
    }

    private static void AddPath(ulong index, ulong start, ulong end, TreeNodes nodes, List<TreeHash> proof)
    {
        if (end - start == 1) return;
        var middle = start + Split(end - start);
        if (index < middle)
        {
            AddPath(index, start, middle, nodes, proof);
            proof.Add(nodes.Root(middle, end));
        }
        else
        {
            AddPath(index, middle, end, nodes, proof);
            proof.Add(nodes.Root(start, middle));
        }
    }

    /// <summary>Largest power of two below a number of leaves above one.</summary>
    private static ulong Split(ulong count) => 1UL << BitOperations.Log2(count - 1);
}
