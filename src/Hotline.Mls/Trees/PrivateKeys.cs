using System.Collections.Immutable;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>The private keys that one member knows: its leaf's and those of parents above it (RFC 9420, section 4.2). Immutable.</summary>
internal sealed record PrivateKeys(LeafIndex Self, ImmutableDictionary<NodeIndex, KemPrivateKey> Keys)
{
    public static PrivateKeys Of(LeafIndex self, KemPrivateKey leafKey) => new(self, ImmutableDictionary<NodeIndex, KemPrivateKey>.Empty.Add(self.Node, leafKey));

    public PrivateKeys With(NodeIndex node, KemPrivateKey key, Ledger ledger)
    {
        if (Keys.TryGetValue(node, out var old)) ledger.Consume(old);
        return this with { Keys = Keys.SetItem(node, key) };
    }

    /// <summary>Without keys of nodes that the tree no longer has, or has with another key (section 7.5).</summary>
    public PrivateKeys FittingTo(RatchetTree tree, Ledger ledger)
    {
        var kept = Keys;
        foreach (var (node, key) in Keys)
        {
            var inTree = node.Value < TreeMath.NodeCount(tree.Size) ? tree.EncryptionKey(node) : null;
            if (inTree is { } current && current.Span.SequenceEqual(key.PublicKey.Span)) continue;
            ledger.Consume(key);
            kept = kept.Remove(node);
        }

        return this with { Keys = kept };
    }

    public override string ToString() => $"private keys of leaf {Self}";
}
