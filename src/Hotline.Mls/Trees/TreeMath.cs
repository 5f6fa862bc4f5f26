using System.Numerics;

namespace Hotline.Mls;

/// <summary>Place of a member among the leaves of the ratchet tree, from 0. It names a member within one epoch only (RFC 9420, section 5.3.3).</summary>
public readonly record struct LeafIndex(uint Value)
{
    internal NodeIndex Node => new(Value * 2);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Place in the array form of a tree: leaves are even, parents odd (RFC 9420, appendix C).</summary>
internal readonly record struct NodeIndex(uint Value)
{
    public bool IsLeaf => (Value & 1) == 0;

    /// <summary>0 for leaves, one more for each parent.</summary>
    public int Level => BitOperations.TrailingZeroCount(~Value);

    /// <summary>Of a leaf only.</summary>
    public LeafIndex Leaf => new(Value / 2);

    public NodeIndex Left => IsLeaf ? throw new InvalidOperationException("A leaf has no children.") : new(Value ^ (1u << (Level - 1)));

    public NodeIndex Right => IsLeaf ? throw new InvalidOperationException("A leaf has no children.") : new(Value ^ (3u << (Level - 1)));

    /// <summary>Of a node that is not the root.</summary>
    public NodeIndex Parent
    {
        get
        {
            var level = Level;
            var side = (Value >> (level + 1)) & 1;
            return new((Value | (1u << level)) ^ (side << (level + 1)));
        }
    }

    /// <summary>Of a node that is not the root.</summary>
    public NodeIndex Sibling
    {
        get
        {
            var parent = Parent;
            return Value < parent.Value ? parent.Right : parent.Left;
        }
    }

    /// <summary>Whether a node lies in the subtree below this one, or is it.</summary>
    public bool Covers(NodeIndex other)
    {
        var half = (1u << Level) - 1;
        return other.Value >= Value - half && other.Value <= Value + half;
    }

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Trees are full: their number of leaves is a power of two (RFC 9420, section 4.1).</summary>
internal static class TreeMath
{
    /// <summary>More leaves than any group here has; it bounds what a foreign tree may make us allocate.</summary>
    public const uint MaxLeaves = 1 << 24;

    public static uint NodeCount(uint leaves) => (2 * leaves) - 1;

    public static NodeIndex Root(uint leaves) => new(leaves - 1);

    /// <summary>Leaves of the smallest full tree that has some number of them.</summary>
    public static uint FullSize(uint leaves) => BitOperations.RoundUpToPowerOf2(Math.Max(leaves, 1));

    /// <summary>Parents from a node's own up to the root; empty for the root.</summary>
    public static IEnumerable<NodeIndex> DirectPath(NodeIndex node, uint leaves)
    {
        for (var root = Root(leaves); node != root;)
        {
            node = node.Parent;
            yield return node;
        }
    }

    /// <summary>The lowest node above two leaves.</summary>
    public static NodeIndex CommonAncestor(LeafIndex first, LeafIndex second)
    {
        var node = first.Node;
        while (!node.Covers(second.Node)) node = node.Parent;
        return node;
    }
}
