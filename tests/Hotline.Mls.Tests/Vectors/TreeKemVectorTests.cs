using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class TreeKemVectorTests
{
    private static readonly HashSet<LeafIndex> Nobody = [];

    [Fact]
    public void Update_paths_open_for_everybody_and_lead_to_the_published_secrets()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/treekem.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var before = RatchetTree.Of(suite, Wire.Decode<RatchetTreeNodes>(vector.Hex("ratchet_tree")));
            var members = vector.GetProperty("leaves_private").EnumerateArray().ToDictionary(leaf => leaf.UInt("index"), leaf => Keys(suite, before, leaf));
            var signers = vector.GetProperty("leaves_private").EnumerateArray().ToDictionary(leaf => leaf.UInt("index"), leaf => leaf.Hex("signature_priv").PaddedFor(suite));
            foreach (var update in vector.GetProperty("update_paths").EnumerateArray())
            {
                Published_path_opens(suite, vector, before, update, members);
                using var signer = suite.Signature.Import(signers[update.UInt("sender")]);
                Own_path_opens(suite, vector, before, new LeafIndex(update.UInt("sender")), signer, members);
            }

            records++;
        }

        records.Should().Be(11 * SuitesWithVectors.Count);
    }

    private static void Published_path_opens(CipherSuite suite, JsonElement vector, RatchetTree before, JsonElement expected, Dictionary<uint, PrivateKeys> members)
    {
        var update = Wire.Decode<UpdatePath>(expected.Hex("update_path"));
        var tree = before.Copy();
        var path = TreeKem.Merge(tree, new LeafIndex(expected.UInt("sender")), update, Nobody);
        tree.TreeHash().Should().Equal(expected.Hex("tree_hash_after"));
        var pathSecrets = expected.GetProperty("path_secrets");
        foreach (var (leaf, keys) in members.Where(member => member.Key != expected.UInt("sender")))
        {
            var (after, commitSecret) = TreeKem.Open(suite, tree, keys, update, path, Nobody, Context(suite, vector, tree), new Ledger());

            commitSecret.Should().Equal(expected.Hex("commit_secret"));
            using var common = TreeKem.KeyPair(suite, pathSecrets[(int)leaf].Hex());
            var node = path.First(step => step.Copath.Covers(new LeafIndex(leaf).Node)).Node;
            after.Keys[node].ToBytes().Should().Equal(common.ToBytes());
        }
    }

    private static void Own_path_opens(CipherSuite suite, JsonElement vector, RatchetTree before, LeafIndex sender, SigningKey signer, Dictionary<uint, PrivateKeys> members)
    {
        var ours = before.Copy();
        var made = TreeKem.Renew(suite, ours, members[sender.Value], before.Leaf(sender)!, vector.Hex("group_id"), signer, new Ledger());
        var update = Wire.Decode<UpdatePath>(Wire.Encode(TreeKem.Seal(suite, ours, made, Nobody, Context(suite, vector, ours))));
        foreach (var (_, keys) in members.Where(member => member.Key != sender.Value))
        {
            var theirs = before.Copy();
            var path = TreeKem.Merge(theirs, sender, update, Nobody);

            var (_, commitSecret) = TreeKem.Open(suite, theirs, keys, update, path, Nobody, Context(suite, vector, theirs), new Ledger());

            theirs.TreeHash().Should().Equal(ours.TreeHash());
            CryptographicOperations.FixedTimeEquals(commitSecret, made.CommitSecret).Should().BeTrue();
        }
    }

    private static GroupContext Context(CipherSuite suite, JsonElement vector, RatchetTree tree) => new(
        suite.IdOf(), vector.Hex("group_id"), vector.GetProperty("epoch").GetUInt64(), tree.TreeHash(), vector.Hex("confirmed_transcript_hash"), []);

    private static PrivateKeys Keys(CipherSuite suite, RatchetTree tree, JsonElement leaf)
    {
        var self = new LeafIndex(leaf.UInt("index"));
        var keys = ImmutableDictionary<NodeIndex, KemPrivateKey>.Empty
            .Add(self.Node, KemPrivateKey.FromBytes(suite.Hpke.Kem, leaf.Hex("encryption_priv").PaddedFor(suite)));
        foreach (var secret in leaf.GetProperty("path_secrets").EnumerateArray())
            keys = keys.Add(new NodeIndex(secret.UInt("node")), TreeKem.KeyPair(suite, secret.Hex("path_secret")));
        foreach (var (node, key) in keys) key.PublicKey.ToArray().Should().Equal(tree.EncryptionKey(node)!.Value.ToArray());
        return new PrivateKeys(self, keys);
    }
}
