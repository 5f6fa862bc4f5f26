using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

/// <summary>A few answers of each standard, so that a clone without vectors checks them too.</summary>
public sealed class KnownAnswerTests
{
    /// <summary>The eight entries that implementations of RFC 6962 test with, and the root after each of them.</summary>
    private static readonly (string Entry, string Root)[] Rfc6962 =
    [
        ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
        ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
        ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
        ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
        ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
        ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ];

    [Fact]
    public void The_root_of_an_empty_tree_is_the_hash_of_nothing()
    {
        Hex(TreeHash.Empty).Should().Be("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        TreeEdge.Empty.Root.Should().Be(TreeHash.Empty);
    }

    [Fact]
    public void The_trees_of_RFC_6962_have_the_known_roots()
    {
        var edge = TreeEdge.Empty;

        foreach (var (entry, root) in Rfc6962)
        {
            (edge, _) = edge.Append([TreeHash.OfLeaf(Convert.FromHexString(entry))]);
            Hex(edge.Root).Should().Be(root);
        }
    }

    /// <summary>RFC 6962, section 2.1.3: the shapes of the proofs in the tree of seven leaves.</summary>
    [Fact]
    public void The_proofs_of_RFC_6962_have_the_shapes_of_its_example()
    {
        var leaves = Rfc6962.Take(7).Select(row => TreeHash.OfLeaf(Convert.FromHexString(row.Entry))).ToArray();
        var (a, b, c, d, e, f, j) = (leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5], leaves[6]);
        var (g, h, i) = (TreeHash.OfNode(a, b), TreeHash.OfNode(c, d), TreeHash.OfNode(e, f));
        var (k, l) = (TreeHash.OfNode(g, h), TreeHash.OfNode(i, j));
        var tree = new ATree(leaves);

        tree.ProveInclusion(0, 7).Should().Equal(b, h, l);
        tree.ProveInclusion(3, 7).Should().Equal(c, g, l);
        tree.ProveInclusion(4, 7).Should().Equal(f, j, k);
        tree.ProveInclusion(6, 7).Should().Equal(i, k);
        tree.ProveConsistency(3, 7).Should().Equal(c, d, g, l);
        tree.ProveConsistency(4, 7).Should().Equal(l);
        tree.ProveConsistency(6, 7).Should().Equal(i, j, k);
    }

    [Fact]
    public void The_example_of_C2SP_signed_note_holds_and_is_signed_again_bit_by_bit()
    {
        const string Note = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        var key = VerifierKey.Parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

        var note = SignedNote.Parse(Encoding.UTF8.GetBytes(Note));

        key.Type.Should().Be(KeyType.Ed25519);
        key.Id.Should().Be(0x530d903a);
        note.Verify([key]).Should().Equal(key);
        Encoding.UTF8.GetString(note.Text.Span).Should().Be("This is an example message.\n");
        note.Signatures.Single().ToLine().Should().Be(Note[(Note.IndexOf('—', StringComparison.Ordinal))..]);
    }

    [Fact]
    public void A_real_checkpoint_of_the_Go_checksum_database_holds()
    {
        const string Note = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";
        var log = new CheckpointVerifier("go.sum database tree", VerifierKey.Parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"));

        var checkpoint = log.Verify(Encoding.UTF8.GetBytes(Note));

        checkpoint.Size.Should().Be(35_225_469);
        checkpoint.Root.ToString().Should().Be("vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=");
    }

    [Fact]
    public void The_example_of_C2SP_tlog_tiles_is_the_path_of_a_tile()
    {
        new TilePath(new TileId(0, 1_234_067), IsEntries: false, TileId.FullWidth).ToString().Should().Be("tile/0/x001/x234/067");
        new TilePath(new TileId(1, 273), IsEntries: false, 96).ToString().Should().Be("tile/1/273.p/96");
        new TilePath(new TileId(0, 273), IsEntries: true, 112).ToString().Should().Be("tile/entries/273.p/112");
    }

    /// <summary>RFC 8032, section 7.1, test 1: the second half of a signature must stay below the order.</summary>
    [Fact]
    public void An_Ed25519_signature_has_one_form_only()
    {
        var key = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        var signature = Convert.FromHexString(
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
        var malleable = AddOrder(signature);

        Ed25519.Verify(key, [], signature).Should().BeTrue();
        Ed25519.Verify(key, [], malleable).Should().BeFalse();
    }

    /// <summary>The same signature with the group order added to its scalar: it holds in the equation and must be refused all the same.</summary>
    private static byte[] AddOrder(byte[] signature)
    {
        var order = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        var malleable = signature.ToArray();
        var carry = 0;
        for (var at = 0; at < order.Length; at++)
        {
            carry += signature[32 + at] + order[at];
            malleable[32 + at] = (byte)carry;
            carry >>= 8;
        }

        return malleable;
    }

    private static string Hex(TreeHash hash) => Convert.ToHexStringLower(hash.ToArray());
}
