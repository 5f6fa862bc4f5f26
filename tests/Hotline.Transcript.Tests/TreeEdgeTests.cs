using CsCheck;

namespace Hotline.Transcript.Tests;

public sealed class TreeEdgeTests
{
    /// <summary>Sizes of appends, up to some 2,000 leaves in all, among them ones that fill tiles exactly.</summary>
    private static readonly Gen<int[]> Batches = Gen.OneOf<int>(Gen.Int[0, 20], Gen.OneOf(255, 256, 257), Gen.Int[0, 300]).Array[0, 8];

    [Fact]
    public void However_leaves_are_batched_edge_and_tiles_are_the_same() => Batches.Sample(batches =>
    {
        var whole = ATree.OfSize(batches.Sum());
        var (edge, tiles) = AppendAll(batches);

        edge.Size.Should().Be((ulong)batches.Sum());
        edge.Root.Should().Be(whole.Edge.Root).And.Be(whole.RootByDefinition(batches.Sum()));
        foreach (var (id, hashes) in tiles) hashes.Span.SequenceEqual(whole.Tile(id).Span).Should().BeTrue();
    });

    [Fact]
    public void An_edge_that_is_read_from_its_tiles_goes_on_like_the_one_in_memory() => Gen.Select(Batches, Batches).Sample((before, after) =>
    {
        var (edge, tiles) = AppendAll(before);
        var size = before.Sum();

        var loaded = TreeEdge.Load((ulong)size, id => tiles[id]);

        loaded.Root.Should().Be(edge.Root);
        var leaves = Leaves(size, after.Sum());
        var (grown, changed) = edge.Append(leaves);
        var (grownFromDisk, changedFromDisk) = loaded.Append(leaves);
        grownFromDisk.Root.Should().Be(grown.Root);
        changedFromDisk.Select(tile => tile.Id).Should().Equal(changed.Select(tile => tile.Id));
    });

    [Fact]
    public void An_append_that_fails_to_commit_leaves_the_edge_as_it_was() => Batches.Sample(batches =>
    {
        var (edge, _) = AppendAll(batches);
        var (size, root) = (edge.Size, edge.Root);

        var (one, _) = edge.Append(Leaves(batches.Sum(), 3));
        var (other, _) = edge.Append([TreeHash.OfLeaf("other"u8)]);

        (edge.Size, edge.Root).Should().Be((size, root));
        one.Root.Should().NotBe(other.Root);
    });

    [Fact]
    public void An_append_names_each_tile_it_touched_with_all_its_hashes()
    {
        var (edge, _) = TreeEdge.Empty.Append(Leaves(0, 250));

        var (_, tiles) = edge.Append(Leaves(250, 10));

        tiles.Select(tile => (tile.Id, tile.Hashes.Length / TreeHash.Size)).Should()
            .Equal((new TileId(0, 0), 256), (new TileId(0, 1), 4), (new TileId(1, 0), 1));
    }

    [Fact]
    public void An_edge_whose_tile_is_cut_is_refused()
    {
        var (_, tiles) = AppendAll([300]);

        FluentActions.Invoking(() => TreeEdge.Load(300, id => tiles[id][..^1])).Should().Throw<NoteException>();
    }

    private static (TreeEdge Edge, Dictionary<TileId, ReadOnlyMemory<byte>> Tiles) AppendAll(int[] batches)
    {
        var edge = TreeEdge.Empty;
        var tiles = new Dictionary<TileId, ReadOnlyMemory<byte>>();
        var size = 0;
        foreach (var batch in batches)
        {
            (edge, var changed) = edge.Append(Leaves(size, batch));
            foreach (var tile in changed) tiles[tile.Id] = tile.Hashes;
            size += batch;
        }

        return (edge, tiles);
    }

    private static TreeHash[] Leaves(int from, int count) => [.. Enumerable.Range(from, count).Select(ATree.ALeaf)];
}
