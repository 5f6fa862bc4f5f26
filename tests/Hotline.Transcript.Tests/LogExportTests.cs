namespace Hotline.Transcript.Tests;

public sealed class LogExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task What_is_exported_is_the_log_and_verifies(int size)
    {
        var log = ALog.OfSize(size);
        var target = Path.Combine(_folder.Path, "new", "folder");

        var checkpoint = await LogExport.WriteAsync(log, target, null, Cancel);

        checkpoint.Size.Should().Be((ulong)size);
        var written = MemoryLogSource.Of(target);
        written.Files.Keys.Should().BeEquivalentTo(log.Files.Keys);
        foreach (var (path, content) in log.Files) written.Files[path].Should().Equal(content);
        var report = await LogVerifier.VerifyAsync(new DirectoryLogSource(target), ALog.Verifier, null, Cancel);
        (report.Holds, report.IsWhole, report.Entries).Should().Be((true, true, (ulong)size));
    }

    [Fact]
    public async Task A_later_export_adds_to_the_earlier_one_and_both_sizes_verify()
    {
        await LogExport.WriteAsync(ALog.OfSize(200), _folder.Path, null, Cancel);
        var early = File.ReadAllBytes(Path.Combine(_folder.Path, "checkpoint"));

        await LogExport.WriteAsync(ALog.OfSize(520), _folder.Path, null, Cancel);

        var files = MemoryLogSource.Of(_folder.Path);
        files.Files.Keys.Should().Contain(["tile/0/000.p/200", "tile/0/000", "tile/0/001", "tile/0/002.p/8", "tile/1/000.p/2"]);
        (await LogVerifier.VerifyAsync(files, ALog.Verifier, null, Cancel)).Checkpoint!.Size.Should().Be(520);
        (await LogVerifier.VerifyAsync(files.With("checkpoint", early), ALog.Verifier, null, Cancel)).Holds.Should().BeTrue();
    }

    [Fact]
    public async Task The_same_export_again_changes_nothing()
    {
        await LogExport.WriteAsync(ALog.OfSize(300), _folder.Path, null, Cancel);
        var tile = new FileInfo(Path.Combine(_folder.Path, "tile", "0", "000"));
        var written = tile.LastWriteTimeUtc;

        await LogExport.WriteAsync(ALog.OfSize(300), _folder.Path, null, Cancel);

        tile.Refresh();
        tile.LastWriteTimeUtc.Should().Be(written);
        tile.IsReadOnly.Should().BeTrue("a tile never changes");
    }

    [Fact]
    public async Task A_forked_log_stops_at_the_first_file_that_differs_and_the_checkpoint_stays()
    {
        var genuine = ALog.OfSize(300);
        var tile = genuine.Files["tile/0/000"];
        await LogExport.WriteAsync(genuine, _folder.Path, null, Cancel);

        var forked = () => LogExport.WriteAsync(genuine.With("tile/0/000", Damage.Flip(tile, 100, 1)).With("checkpoint", ALog.Checkpoint(300, TreeHash.Empty)), _folder.Path, null, Cancel);

        await forked.Should().ThrowAsync<IOException>().WithMessage("*differs*");
        MemoryLogSource.Of(_folder.Path).Files["checkpoint"].Should().Equal(genuine.Files["checkpoint"]);
        MemoryLogSource.Of(_folder.Path).Files["tile/0/000"].Should().Equal(tile);
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/000")]
    [InlineData("tile/entries/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    public async Task A_log_that_lacks_a_file_is_not_exported_as_whole(string path)
    {
        var export = () => LogExport.WriteAsync(ALog.OfSize(300).Without(path), _folder.Path, null, Cancel);

        await export.Should().ThrowAsync<LogSourceException>();
        File.Exists(Path.Combine(_folder.Path, "checkpoint")).Should().BeFalse("whoever finds a checkpoint finds all it speaks of");
    }

    [Fact]
    public async Task A_checkpoint_that_is_none_is_refused()
    {
        var export = () => LogExport.WriteAsync(ALog.OfSize(3).With("checkpoint", "nothing"u8.ToArray()), _folder.Path, null, Cancel);

        await export.Should().ThrowAsync<NoteException>();
    }

    /// <summary>The export does not know the log's key, so the size is whatever the server says: it must not cost memory.</summary>
    [Fact]
    public async Task A_checkpoint_of_a_boundless_size_fails_at_its_first_missing_file()
    {
        var boundless = ALog.OfSize(3).With("checkpoint", ALog.Checkpoint(long.MaxValue, TreeHash.Empty));

        var export = () => LogExport.WriteAsync(boundless, _folder.Path, null, Cancel);

        await export.Should().ThrowAsync<LogSourceException>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(600)]
    public async Task Progress_rises_to_the_whole(int size)
    {
        var (exporting, verifying) = (new Shares(), new Shares());

        await LogExport.WriteAsync(ALog.OfSize(size), _folder.Path, exporting, Cancel);
        await LogVerifier.VerifyAsync(new DirectoryLogSource(_folder.Path), ALog.Verifier, verifying, Cancel);

        exporting.Told.Should().BeInAscendingOrder().And.EndWith(1.0);
        verifying.Told.Should().BeInAscendingOrder().And.EndWith(1.0);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Shares : IProgress<double>
    {
        public List<double> Told { get; } = [];

        public void Report(double value) => Told.Add(value);
    }
}
