using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class TreeVectorTests
{
    [Fact]
    public void Adds_updates_and_removes_lead_to_the_published_trees()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/tree-operations.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var tree = RatchetTree.Of(vector.Suite(), Wire.Decode<RatchetTreeNodes>(vector.Hex("tree_before")));
            tree.TreeHash().Should().Equal(vector.Hex("tree_hash_before"));
            var changed = tree.Copy();
            switch (Wire.Decode<Proposal>(vector.Hex("proposal")))
            {
                case Proposal.Add add:
                    changed.Add(add.KeyPackage.Leaf);
                    break;
                case Proposal.Update update:
                    changed.Update(new LeafIndex(vector.UInt("proposal_sender")), update.Leaf);
                    break;
                case Proposal.Remove remove:
                    changed.Remove(remove.Removed);
                    break;
            }

            Wire.Encode(changed.ToNodes()).Should().Equal(vector.Hex("tree_after"));
            changed.TreeHash().Should().Equal(vector.Hex("tree_hash_after"));
            Wire.Encode(tree.ToNodes()).Should().Equal(vector.Hex("tree_before"), "the tree it was copied from is not changed");
            records++;
        }

        records.Should().Be(5);
    }

    [Fact]
    public void Published_trees_are_valid_and_resolve_and_hash_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/tree-validation.json");
        var records = 0;
        var builtIn = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            records++;
            if (!vector.IsBuiltIn()) continue;
            builtIn++;
            var suite = vector.Suite();
            var tree = RatchetTree.Of(suite, Wire.Decode<RatchetTreeNodes>(vector.Hex("tree")));
            var resolutions = vector.GetProperty("resolutions");
            var hashes = vector.GetProperty("tree_hashes");
            for (var at = 0; at < resolutions.GetArrayLength(); at++)
            {
                tree.Resolution(new NodeIndex((uint)at)).Select(node => node.Value).Should().Equal(resolutions[at].EnumerateArray().Select(node => node.GetUInt32()));
                tree.TreeHash(new NodeIndex((uint)at)).Should().Equal(hashes[at].Hex());
            }

            tree.RequireValidParents();
            tree.RequireDistinctKeys();
            foreach (var member in tree.Members) tree.Leaf(member)!.IsSignedFor(suite, vector.Hex("group_id"), member).Should().BeTrue();
        }

        records.Should().Be(98);
        builtIn.Should().Be(14 * SuitesWithVectors.Count);
    }
}
