using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class TreeMathVectorTests
{
    [Fact]
    public void Relations_in_the_tree_are_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/tree-math.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var leaves = vector.UInt("n_leaves");
            var nodes = TreeMath.NodeCount(leaves);
            nodes.Should().Be(vector.UInt("n_nodes"));
            var root = TreeMath.Root(leaves);
            root.Value.Should().Be(vector.UInt("root"));
            for (var at = 0u; at < nodes; at++)
            {
                var node = new NodeIndex(at);
                Expected(vector, "left", at).Should().Be(node.IsLeaf ? null : node.Left.Value);
                Expected(vector, "right", at).Should().Be(node.IsLeaf ? null : node.Right.Value);
                Expected(vector, "parent", at).Should().Be(node == root ? null : node.Parent.Value);
                Expected(vector, "sibling", at).Should().Be(node == root ? null : node.Sibling.Value);
            }

            records++;
        }

        records.Should().Be(10);
    }

    private static uint? Expected(JsonElement vector, string relation, uint node)
    {
        var value = vector.GetProperty(relation)[(int)node];
        return value.ValueKind == JsonValueKind.Null ? null : value.GetUInt32();
    }
}
