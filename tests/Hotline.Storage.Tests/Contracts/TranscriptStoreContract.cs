using System.Globalization;
using System.Text;
using CsCheck;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>The transcript under every store: after each batch it is the Merkle tree over its entries, tile by tile.</summary>
public abstract class TranscriptStoreContract(IEngine engine) : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;

    protected IEngine Engine { get; } = engine;

    protected abstract ITranscriptStore Transcript { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void An_empty_log_has_no_head_no_tile_and_no_entry()
    {
        Transcript.ReadHead().Should().BeNull();
        Transcript.ReadTile(0, 0).IsEmpty.Should().BeTrue();
        Transcript.ReadEntries(0, 10).Should().BeEmpty();
        Transcript.FindLeaf(Digest.OfLeaf("x"u8)).Should().BeNull();
    }

    [Fact]
    public async Task Whatever_the_batches_root_and_tiles_are_those_of_the_leaves()
    {
        var next = 1;
        // Past 256 and 512 leaves, so that tiles fill up, and a level above begins and grows.
        foreach (var messages in new[] { 1, 1, 2, 60, 63, 1, 1, 100, 30 })
        {
            await AddAsync(next, messages, Ct);
            next += messages;
            TranscriptIsTheTreeOfItsEntries();
        }

        Transcript.ReadHead()!.Size.Should().BeGreaterThan(512);
        Transcript.ReadTile(1, 0).Length.Should().Be(2 * TreeHash.Size);
    }

    [Fact]
    public async Task It_is_the_same_tree_after_a_restart_and_grows_on()
    {
        await AddAsync(1, 70, Ct);
        var (head, tile) = (Transcript.ReadHead()!, Transcript.ReadTile(0, 0).ToArray());

        await RestartAsync();

        Transcript.ReadHead()!.Note.ToArray().Should().Equal(head.Note.ToArray());
        Transcript.ReadTile(0, 0).ToArray().Should().Equal(tile);
        await AddAsync(71, 70, Ct);
        TranscriptIsTheTreeOfItsEntries();
    }

    [Fact]
    public async Task The_checkpoint_is_the_one_signed_for_the_present_tree()
    {
        await AddAsync(1, 3, Ct);
        await AddAsync(4, 1, Ct);

        var head = Transcript.ReadHead()!;

        Encoding.ASCII.GetString(head.Note.Span).Should().Be(string.Create(CultureInfo.InvariantCulture, $"checkpoint {head.Size} {head.Root}\n"));
    }

    [Fact]
    public async Task Every_leaf_is_proven_by_the_tiles_under_every_earlier_head_too()
    {
        var heads = new List<LogHead>();
        foreach (var first in new[] { 1, 41, 81, 121 })
        {
            await AddAsync(first, 40, Ct);
            heads.Add(Transcript.ReadHead()!);
        }

        var entries = Entries();
        Gen.Select(Gen.Int[0, heads.Count - 1].Select(at => heads[at]), Gen.Double[0, 1]).Sample((head, share) =>
        {
            var index = (ulong)(share * (head.Size - 1));
            var proof = MerkleProof.Inclusion(index, head.Size, tile => Transcript.ReadTile(tile.Level, tile.Index));
            return MerkleProof.VerifyInclusion(index, head.Size, TreeHash.OfLeaf(entries[(int)index].Span), new TreeHash(head.Root.ToArray()), proof);
        }, iter: 200);
    }

    [Fact]
    public async Task Entries_are_read_from_anywhere_in_order_as_far_as_there_are_any()
    {
        await AddAsync(1, 20, Ct);
        var all = Entries();

        Gen.Select(Gen.Int[0, all.Count + 2], Gen.Int[0, all.Count + 2]).Sample(
            (start, count) => Transcript.ReadEntries((ulong)start, count).Select(Hex).SequenceEqual(all.Skip(start).Take(count).Select(Hex)), iter: 100);
    }

    [Fact]
    public async Task A_leaf_is_found_by_its_hash_and_a_stranger_is_not()
    {
        await AddAsync(1, 20, Ct);
        var all = Entries();

        for (var index = 0; index < all.Count; index++) Transcript.FindLeaf(Digest.OfLeaf(all[index].Span)).Should().Be((ulong)index);
        Transcript.FindLeaf(Digest.OfLeaf("stranger"u8)).Should().BeNull();
    }

    [Fact]
    public async Task Beyond_the_tree_there_are_no_tiles()
    {
        await AddAsync(1, 20, Ct);

        Transcript.ReadTile(0, 1).IsEmpty.Should().BeTrue();
        Transcript.ReadTile(1, 0).IsEmpty.Should().BeTrue("a level is hashed upward only when its tile is full");
        Transcript.ReadTile(63, 0).IsEmpty.Should().BeTrue();
    }

    /// <summary>Adds leaves of that many messages in one batch; numbers do not repeat.</summary>
    protected abstract Task AddAsync(int first, int messages, CancellationToken cancellationToken);

    protected abstract Task RestartAsync();

    private IReadOnlyList<ReadOnlyMemory<byte>> Entries() => Transcript.ReadEntries(0, 100_000);

    private void TranscriptIsTheTreeOfItsEntries()
    {
        var head = Transcript.ReadHead()!;
        var nodes = Entries().Select(entry => TreeHash.OfLeaf(entry.Span)).ToArray();
        head.Size.Should().Be((ulong)nodes.Length);
        head.Root.ToArray().Should().Equal(RootOf(nodes).ToArray());
        for (var level = 0; nodes.Length > 0; level++)
        {
            var tiles = nodes.Chunk(TileId.FullWidth).ToArray();
            for (var index = 0; index < tiles.Length; index++)
                Transcript.ReadTile(level, (ulong)index).ToArray().Should().Equal(tiles[index].SelectMany(hash => hash.ToArray()), "of tile {0}/{1} at size {2}", level, index, head.Size);
            nodes = [.. tiles.Where(tile => tile.Length == TileId.FullWidth).Select(tile => RootOf(tile))];
        }
    }

    /// <summary>RFC 6962, section 2.1, as it is written there.</summary>
    private static TreeHash RootOf(ReadOnlySpan<TreeHash> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        var split = 1;
        while (2 * split < leaves.Length) split *= 2;
        return TreeHash.OfNode(RootOf(leaves[..split]), RootOf(leaves[split..]));
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
