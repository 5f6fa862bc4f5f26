using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

public sealed class LogVerifierTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public async Task A_log_of_any_size_holds(int size)
    {
        var report = await Verify(ALog.OfSize(size));

        report.Faults.Should().BeEmpty();
        (report.Holds, report.IsWhole, report.Entries, report.Checkpoint!.Size).Should().Be((true, true, (ulong)size, (ulong)size));
    }

    /// <summary>The example of C2SP tlog-tiles: a tree of 70,000 has 273 full tiles and one of 112, one full and one of 17, and one of 1.</summary>
    [Fact]
    public async Task Of_a_tree_of_70000_exactly_the_files_of_the_standards_example_are_read()
    {
        var log = ALog.OfSize(70_000);
        var expected = Enumerable.Range(0, 273).SelectMany(index => new[] { $"tile/0/{index:000}", $"tile/entries/{index:000}" })
            .Concat(["checkpoint", "tile/0/273.p/112", "tile/entries/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]);

        (await Verify(log)).Holds.Should().BeTrue();

        log.Asked.Should().BeEquivalentTo(expected);
    }

    [Fact]
    public async Task Entries_come_in_order_and_only_as_many_as_the_tree_has()
    {
        var index = 0;

        await foreach (var entry in LogVerifier.ReadEntriesAsync(ALog.OfSize(300), 300, Cancel))
            entry.Span.SequenceEqual(ALog.Entry(index++).Span).Should().BeTrue();

        index.Should().Be(300);
    }

    /// <summary>A roster member reads checkpoint and hash tiles; entries are for the owner and auditors.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task A_reader_without_the_entries_checks_the_hashes_and_is_told_so(int size)
    {
        var report = await Verify(new ClosedEntries(ALog.OfSize(size)));

        (report.Holds, report.IsWhole, report.Entries).Should().Be((true, false, 0UL));
    }

    [Theory]
    [InlineData("tile/0/000")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    public async Task A_reader_without_the_entries_notices_a_damaged_or_missing_tile_too(string path)
    {
        var log = ALog.OfSize(300);
        var tile = log.Files[path];

        for (var at = 0; at < tile.Length; at += 61)
            (await Verify(new ClosedEntries(log.With(path, Damage.Flip(tile, at, 4))))).Holds.Should().BeFalse();
        (await Verify(new ClosedEntries(log.With(path, tile[..^TreeHash.Size])))).Holds.Should().BeFalse();
        (await Verify(new ClosedEntries(log.Without(path)))).Holds.Should().BeFalse();
    }

    [Fact]
    public async Task A_fault_names_its_file()
    {
        var log = ALog.OfSize(300);
        var tile = log.Files["tile/1/000.p/1"];

        var report = await Verify(log.With("tile/1/000.p/1", Damage.Flip(tile, 0, 1)));

        report.Faults.Should().ContainSingle().Which.Where.Should().Be("tile/1/000.p/1");
        report.Checkpoint.Should().NotBeNull("it is genuine, and so are the entries");
    }

    [Fact]
    public async Task A_log_that_is_not_there_does_not_hold()
    {
        var report = await Verify(new MemoryLogSource(new Dictionary<string, byte[]>()));

        report.Holds.Should().BeFalse();
        report.Checkpoint.Should().BeNull();
        report.Faults.Should().ContainSingle().Which.Where.Should().Be("checkpoint");
    }

    [Fact]
    public async Task A_log_under_another_key_or_origin_does_not_hold()
    {
        using var other = Ed25519PrivateKey.Generate();
        var log = ALog.OfSize(5);
        var strangersKey = new CheckpointVerifier(ALog.Origin, new NoteSigner(ALog.Origin, other).Key);
        var strangersLog = new CheckpointVerifier("borea.example/transcript/1", ALog.Key);

        (await LogVerifier.VerifyAsync(log, strangersKey, null, Cancel)).Holds.Should().BeFalse();
        (await LogVerifier.VerifyAsync(log, strangersLog, null, Cancel)).Holds.Should().BeFalse();
        (await LogVerifier.VerifyAsync(log, new CheckpointVerifier(ALog.Origin, ALog.Key), null, Cancel)).Holds.Should().BeTrue();
    }

    /// <summary>A tree of no leaves has one root only.</summary>
    [Fact]
    public async Task An_empty_log_with_the_root_of_another_does_not_hold() =>
        (await Verify(ALog.OfSize(0).With("checkpoint", ALog.Checkpoint(0, ATree.ALeaf(0))))).Holds.Should().BeFalse();

    [Fact]
    public async Task A_log_that_claims_a_boundless_size_is_given_up_after_some_faults()
    {
        var report = await Verify(ALog.OfSize(3).With("checkpoint", ALog.Checkpoint(long.MaxValue, TreeHash.Empty)));

        report.Holds.Should().BeFalse();
        report.Faults.Count.Should().BeLessThan(200);
    }

    [Fact]
    public async Task A_source_that_fails_is_no_verdict_on_the_log()
    {
        var verify = () => Verify(new Broken());

        await verify.Should().ThrowAsync<LogSourceException>();
    }

    private static Task<LogReport> Verify(ILogSource log) => LogVerifier.VerifyAsync(log, ALog.Verifier, null, Cancel);

    private sealed class ClosedEntries(MemoryLogSource log) : ILogSource
    {
        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) =>
            path.StartsWith("tile/entries/", StringComparison.Ordinal)
                ? throw new LogSourceException("not open", isForbidden: true)
                : log.ReadAsync(path, cancellationToken);
    }

    private sealed class Broken : ILogSource
    {
        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => throw new LogSourceException("a broken disk");
    }
}
