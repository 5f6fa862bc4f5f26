using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

internal enum RatchetKind
{
    Handshake,
    Application,
}

/// <summary>Where the message keys of all members of an epoch come from (RFC 9420, section 9). Immutable: taking a key gives the next tree.</summary>
/// <remarks>A node's secret goes as soon as its children's are derived, so that a state gives away no key that was used.</remarks>
internal sealed class SecretTree
{
    private readonly CipherSuite _suite;
    private readonly byte[]?[] _nodes;
    private readonly Ratchet?[] _ratchets;

    private SecretTree(CipherSuite suite, byte[]?[] nodes, Ratchet?[] ratchets) => (_suite, _nodes, _ratchets) = (suite, nodes, ratchets);

    public uint Size => (uint)_ratchets.Length / 2;

    /// <param name="encryptionSecret">Becomes the tree's own.</param>
    /// <param name="size">Leaves of the ratchet tree.</param>
    public static SecretTree From(CipherSuite suite, byte[] encryptionSecret, uint size)
    {
        var nodes = new byte[]?[TreeMath.NodeCount(size)];
        nodes[TreeMath.Root(size).Value] = encryptionSecret;
        return new SecretTree(suite, nodes, new Ratchet?[size * 2]);
    }

    /// <summary>The key of a generation, and the tree without it.</summary>
    /// <exception cref="MlsException">The generation is used up, or too far ahead.</exception>
    public (MessageKey Key, SecretTree Next) Take(LeafIndex leaf, RatchetKind kind, uint generation, RatchetLimits limits, Ledger ledger)
    {
        var next = new SecretTree(_suite, (byte[]?[])_nodes.Clone(), (Ratchet?[])_ratchets.Clone());
        var at = Slot(leaf, kind);
        if (next._ratchets[at] is null) next.Begin(leaf, ledger);
        var (key, ratchet) = next._ratchets[at]!.Take(_suite, generation, limits, ledger);
        next._ratchets[at] = ratchet;
        return (key, next);
    }

    /// <summary>The next generation that a sender has not used.</summary>
    public uint Generation(LeafIndex leaf, RatchetKind kind) => _ratchets[Slot(leaf, kind)]?.Generation ?? 0;

    public void Zero()
    {
        foreach (var secret in Secrets()) CryptographicOperations.ZeroMemory(secret);
    }

    public IEnumerable<byte[]> Secrets()
    {
        foreach (var node in _nodes)
            if (node is not null) yield return node;
        foreach (var ratchet in _ratchets)
        {
            if (ratchet is null) continue;
            yield return ratchet.Secret;
            foreach (var key in ratchet.Kept.Values)
            {
                yield return key.Key;
                yield return key.Nonce;
            }
        }
    }

    public void Write(TlsWriter writer)
    {
        writer.UInt32(Size);
        foreach (var node in _nodes) writer.Opaque(node ?? []);
        foreach (var ratchet in _ratchets)
        {
            writer.Opaque(ratchet?.Secret ?? []);
            if (ratchet is null) continue;
            writer.UInt32(ratchet.Generation).UInt32((uint)ratchet.Kept.Count);
            foreach (var (generation, key) in ratchet.Kept) writer.UInt32(generation).Opaque(key.Key).Opaque(key.Nonce);
        }
    }

    public static SecretTree Read(CipherSuite suite, ref TlsReader reader)
    {
        var size = reader.ReadUInt32();
        if (size == 0 || size > TreeMath.MaxLeaves || size != TreeMath.FullSize(size) || size > reader.Remaining) throw MlsException.Malformed("A secret tree has an impossible size.");
        var tree = new SecretTree(suite, new byte[]?[TreeMath.NodeCount(size)], new Ratchet?[size * 2]);
        for (var at = 0; at < tree._nodes.Length; at++) tree._nodes[at] = ReadSecret(ref reader);
        for (var at = 0; at < tree._ratchets.Length; at++)
        {
            if (ReadSecret(ref reader) is not { } secret) continue;
            var ratchet = Ratchet.From(secret) with { Generation = reader.ReadUInt32() };
            var kept = ratchet.Kept.ToBuilder();
            for (var left = reader.ReadUInt32(); left > 0; left--) kept[reader.ReadUInt32()] = new MessageKey(reader.ReadOpaque(), reader.ReadOpaque());
            tree._ratchets[at] = ratchet with { Kept = kept.ToImmutable() };
        }

        return tree;
    }

    private static byte[]? ReadSecret(ref TlsReader reader)
    {
        var secret = reader.ReadOpaque();
        return secret.Length == 0 ? null : secret;
    }

    private static uint Slot(LeafIndex leaf, RatchetKind kind) => (leaf.Value * 2) + (uint)kind;

    /// <summary>Derives from the lowest secret above a leaf down to its two ratchets; what lies beside the way is kept for the others.</summary>
    private void Begin(LeafIndex leaf, Ledger ledger)
    {
        var node = leaf.Node;
        while (_nodes[node.Value] is null) node = node.Parent;
        while (true)
        {
            var secret = _nodes[node.Value]!;
            ledger.Consume(secret);
            _nodes[node.Value] = null;
            if (node.IsLeaf)
            {
                _ratchets[Slot(leaf, RatchetKind.Handshake)] = Ratchet.From(ledger.Make(_suite.Derive(secret, "handshake")));
                _ratchets[Slot(leaf, RatchetKind.Application)] = Ratchet.From(ledger.Make(_suite.Derive(secret, "application")));
                return;
            }

            _nodes[node.Left.Value] = ledger.Make(_suite.Expand(secret, "tree", "left"u8, _suite.HashSize()));
            _nodes[node.Right.Value] = ledger.Make(_suite.Expand(secret, "tree", "right"u8, _suite.HashSize()));
            node = node.Left.Covers(leaf.Node) ? node.Left : node.Right;
        }
    }
}
