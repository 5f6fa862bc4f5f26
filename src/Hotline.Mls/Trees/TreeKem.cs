using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>New keys for a committer's path, told in secret to everybody else (RFC 9420, sections 7.4 to 7.6).</summary>
internal static class TreeKem
{
    private const string Label = "UpdatePathNode";

    /// <summary>What a committer makes for its path, before it knows the group context that the secrets are sealed under.</summary>
    /// <param name="PathSecrets">One for each node of <paramref name="Path"/>; zeroed by <see cref="Zero"/>.</param>
    public sealed record NewPath(
        LeafNode Leaf,
        IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> Path,
        IReadOnlyList<byte[]> PathSecrets,
        IReadOnlyList<ReadOnlyMemory<byte>> PublicKeys,
        PrivateKeys Keys,
        byte[] CommitSecret)
    {
        public void Zero()
        {
            foreach (var secret in PathSecrets) CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(CommitSecret);
        }

        public override string ToString() => $"path of {Path.Count} nodes";
    }

    /// <summary>Makes a path and puts it into a tree.</summary>
    /// <param name="tree">With the proposals applied; changed.</param>
    /// <param name="template">The new leaf but for its key, parent hash and signature.</param>
    public static NewPath Renew(
        CipherSuite suite, RatchetTree tree, PrivateKeys keys, LeafNode template, ReadOnlyMemory<byte> groupId, SigningKey signer, Ledger ledger)
    {
        var path = tree.FilteredPath(keys.Self);
        var secrets = new List<byte[]>();
        var publicKeys = new List<ReadOnlyMemory<byte>>();
        var secret = RandomNumberGenerator.GetBytes(suite.HashSize());
        foreach (var (node, _) in path)
        {
            secrets.Add(secret);
            var key = ledger.Make(KeyPair(suite, secret));
            keys = keys.With(node, key, ledger);
            publicKeys.Add(key.PublicKey);
            secret = suite.Derive(secret, "path");
        }

        var leafKey = ledger.Make(suite.GenerateKeyPair());
        keys = keys.With(keys.Self.Node, leafKey, ledger);
        var parentHash = tree.SetPath(keys.Self, path, publicKeys);
        var leaf = new LeafNode
        {
            EncryptionKey = leafKey.PublicKey,
            SignatureKey = template.SignatureKey,
            Credential = template.Credential,
            Capabilities = template.Capabilities,
            Source = LeafNodeSource.Commit,
            ParentHash = parentHash,
            Extensions = template.Extensions,
        }.SignedBy(signer, groupId, keys.Self);
        tree.SetLeaf(keys.Self, leaf);
        return new NewPath(leaf, path, secrets, publicKeys, keys.FittingTo(tree, ledger), secret);
    }

    /// <summary>Seals each secret to those below the other child, but not to newcomers: theirs come in the Welcome (section 7.5).</summary>
    public static UpdatePath Seal(CipherSuite suite, RatchetTree tree, NewPath made, IReadOnlySet<LeafIndex> newcomers, GroupContext provisional)
    {
        var context = suite.EncryptContext(Label, Wire.Encode(provisional));
        var nodes = made.Path.Select((step, at) => new UpdatePathNode(
            made.PublicKeys[at],
            [.. Recipients(tree, step.Copath, newcomers).Select(node => Labeled.Encrypt(context, tree.EncryptionKey(node)!.Value.Span, made.PathSecrets[at]))]));
        return new UpdatePath(made.Leaf, [.. nodes]);
    }

    /// <summary>Puts a received path into a tree (section 7.5), which is changed.</summary>
    /// <exception cref="MlsException">Its shape or its parent hash is wrong, or a key stands in the tree already.</exception>
    public static IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> Merge(RatchetTree tree, LeafIndex sender, UpdatePath update, IReadOnlySet<LeafIndex> newcomers)
    {
        var path = tree.FilteredPath(sender);
        if (path.Count != update.Nodes.Count) throw new MlsException(MlsFault.InvalidPath, $"A path has {update.Nodes.Count} nodes where the tree has {path.Count}.");
        for (var at = 0; at < path.Count; at++)
            if (Recipients(tree, path[at].Copath, newcomers).Count != update.Nodes[at].EncryptedPathSecret.Count)
                throw new MlsException(MlsFault.InvalidPath, "A path's secret is not sealed once to each node below.");
        // No key of the path may stand in any node of the tree, nor twice in the path (section 12.4.2).
        var known = new HashSet<ReadOnlyMemory<byte>>(BytesComparer.Instance);
        foreach (var (_, key) in tree.EncryptionKeys()) known.Add(key);
        foreach (var key in update.Nodes.Select(node => node.EncryptionKey).Append(update.Leaf.EncryptionKey))
            if (!known.Add(key)) throw new MlsException(MlsFault.DuplicateKey, "A key of a path stands in the tree already.");
        var parentHash = tree.SetPath(sender, path, [.. update.Nodes.Select(node => node.EncryptionKey)]);
        if (!update.Leaf.ParentHash.Span.SequenceEqual(parentHash)) throw new MlsException(MlsFault.InvalidParentHash, "The parent hash of a committer's leaf does not hold.");
        tree.SetLeaf(sender, update.Leaf);
        return path;
    }

    /// <summary>Opens the one secret that is for us, and derives all above it.</summary>
    /// <returns>The commit secret, which the caller zeroes.</returns>
    /// <exception cref="MlsException">It does not open, or leads to other public keys.</exception>
    public static (PrivateKeys Keys, byte[] CommitSecret) Open(
        CipherSuite suite,
        RatchetTree tree,
        PrivateKeys keys,
        UpdatePath update,
        IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> path,
        IReadOnlySet<LeafIndex> newcomers,
        GroupContext provisional,
        Ledger ledger)
    {
        for (var at = 0; at < path.Count; at++)
        {
            if (!path[at].Copath.Covers(keys.Self.Node)) continue;
            var recipients = Recipients(tree, path[at].Copath, newcomers);
            for (var which = 0; which < recipients.Count; which++)
            {
                if (!keys.Keys.TryGetValue(recipients[which], out var key)) continue;
                var secret = suite.Decrypt(key, Label, Wire.Encode(provisional), update.Nodes[at].EncryptedPathSecret[which]);
                return Climb(suite, tree, keys, secret, path.Skip(at).Select(step => step.Node), ledger);
            }
        }

        throw new MlsException(MlsFault.InvalidPath, "No secret of a path is sealed to us.");
    }

    /// <summary>Derives the keys from one path secret up to the root; each must be the one in the tree.</summary>
    /// <param name="secret">Zeroed.</param>
    /// <returns>The commit secret, which the caller zeroes.</returns>
    /// <exception cref="MlsException">It leads to another public key.</exception>
    public static (PrivateKeys Keys, byte[] CommitSecret) Climb(
        CipherSuite suite, RatchetTree tree, PrivateKeys keys, byte[] secret, IEnumerable<NodeIndex> nodes, Ledger ledger)
    {
        foreach (var node in nodes)
        {
            var key = ledger.Make(KeyPair(suite, secret));
            if (tree.Parent(node) is not { } parent || !parent.EncryptionKey.Span.SequenceEqual(key.PublicKey.Span))
            {
                CryptographicOperations.ZeroMemory(secret);
                throw new MlsException(MlsFault.PathSecretMismatch, "A path's secret leads to another public key.");
            }

            keys = keys.With(node, key, ledger);
            var next = suite.Derive(secret, "path");
            CryptographicOperations.ZeroMemory(secret);
            secret = next;
        }

        return (keys, secret);
    }

    public static KemPrivateKey KeyPair(CipherSuite suite, ReadOnlySpan<byte> pathSecret)
    {
        var node = suite.Derive(pathSecret, "node");
        var key = suite.DeriveKeyPair(node);
        CryptographicOperations.ZeroMemory(node);
        return key;
    }

    private static List<NodeIndex> Recipients(RatchetTree tree, NodeIndex copath, IReadOnlySet<LeafIndex> newcomers) =>
        [.. tree.Resolution(copath).Where(node => !node.IsLeaf || !newcomers.Contains(node.Leaf))];
}
