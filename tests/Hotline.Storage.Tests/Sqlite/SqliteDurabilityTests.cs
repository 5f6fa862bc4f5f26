using CsCheck;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Storage.Sqlite;
using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;
using Hotline.Tests;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>A hub's file after power failed, the disk filled up or its bytes were changed.</summary>
public sealed class SqliteDurabilityTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly HubRules<Real> Rules = new(AnOrigin.HubNorth, ARoster.Of("alba", "borea", "cambria"), HubLimits.Default);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-durable-");
    private readonly SqliteDatabase _database;
    private readonly SqliteHubStore<Real> _store;

    public SqliteDurabilityTests() => (_database, _store) = StorageServices.OpenSqliteHub(Hub, default(Real));

    private string Hub => Path.Combine(_folder.FullName, "hub.db");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_committed_is_in_the_files_at_once()
    {
        for (var number = 1; number <= 20; number++)
        {
            var head = await SubmitAsync(number);

            (await ReadAsync(Crash($"after-{number}"))).Should().Be((head.Size, head.Root));
        }
    }

    [Fact]
    public async Task Wherever_the_last_writes_broke_off_the_log_is_that_of_some_commit()
    {
        var heads = new Dictionary<ulong, Digest>();
        for (var number = 1; number <= 10; number++)
        {
            var head = await SubmitAsync(number);
            heads[head.Size] = head.Root;
        }

        var crashed = Crash("crashed");
        var log = await File.ReadAllBytesAsync(crashed + "-wal", Ct);
        var round = 0;
        await Gen.Int[0, log.Length].SampleAsync(async length =>
        {
            var torn = Path.Combine(_folder.FullName, $"torn-{Interlocked.Increment(ref round)}.db");
            File.Copy(crashed, torn);
            await File.WriteAllBytesAsync(torn + "-wal", log[..length], Ct);

            var head = await ReadAsync(torn);

            if (head is { } known) heads[known.Size].Should().Be(known.Root);
        }, iter: 40);
    }

    [Fact]
    public async Task A_full_disk_loses_the_batch_alone()
    {
        var head = await SubmitAsync(1);
        var pages = await _database.WriteAsync(session => session.Number("PRAGMA page_count;"), Ct);
        await _database.WriteAsync(session => session.Number($"PRAGMA max_page_count={pages};"), Ct);

        var submit = () => SubmitAsync(2, new byte[100_000]);

        (await submit.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse();
        _store.Transcript.ReadHead()!.Root.Should().Be(head.Root);
        await _database.WriteAsync(session => session.Number("PRAGMA max_page_count=1000000;"), Ct);
        (await SubmitAsync(2, new byte[100_000])).Size.Should().Be(4, "room was made");
    }

    [Theory]
    [InlineData("UPDATE checkpoint SET root = zeroblob(32);", "another root than its checkpoint")]
    [InlineData("UPDATE checkpoint SET size = size + 1;", "Tile 0/0 has fewer than")]
    [InlineData("DELETE FROM tile;", "Tile 0/0 has fewer than")]
    [InlineData("UPDATE tile SET hashes = zeroblob(length(hashes));", "another root than its checkpoint")]
    public async Task A_tree_that_is_not_its_checkpoints_is_refused_before_anything_is_signed_on_it(string damage, string why)
    {
        await SubmitAsync(1);
        await _database.DisposeAsync();
        ASqliteFile.Execute(Hub, damage);

        var open = () => StorageServices.OpenSqliteHub(Hub, default(Real));

        open.Should().Throw<StoreException>().WithMessage($"The transcript is damaged: *{why}*Restore a backup.");
    }

    [Fact]
    public async Task A_backup_made_while_writing_goes_on_is_the_state_of_some_commit()
    {
        await SubmitAsync(1);
        var writing = Task.Run(async () => { for (var number = 2; number <= 60; number++) await SubmitAsync(number); }, Ct);
        var target = Path.Combine(_folder.FullName, "backup.db");

        await _database.BackupAsync(target, Ct);
        await writing;

        (await ReadAsync(target))!.Value.Size.Should().BeInRange(2, 120);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(target).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        var target = Path.Combine(_folder.FullName, "backup.db");
        await File.WriteAllTextAsync(target, "last week's", Ct);

        var backup = () => _database.BackupAsync(target, Ct);

        await backup.Should().ThrowAsync<StoreException>();
        (await File.ReadAllTextAsync(target, Ct)).Should().Be("last week's");
    }

    [Fact]
    public async Task A_closed_database_is_one_file()
    {
        await SubmitAsync(1);

        await _database.DisposeAsync();

        _folder.EnumerateFiles().Select(file => file.Name).Should().Equal("hub.db");
    }

    private async Task<LogHead> SubmitAsync(int number, byte[]? payload = null)
    {
        var envelope = AMessage.Numbered(number, text => payload is null ? text : text with { Cipher = Cipher.Of(payload) });
        var step = new HubStep<Real>.Submit(payload is null ? envelope : new Envelope<Real>(envelope.Origin, payload));
        return (await _store.CommitBatchAsync([step], (judged, view) => Rules.Decide(judged, view, AnOrigin.Noon), AMessage.Sign, Ct)).Head!;
    }

    /// <summary>The files as they are at this moment: all that a process leaves that is killed.</summary>
    private string Crash(string name)
    {
        var copy = Path.Combine(_folder.FullName, name + ".db");
        File.Copy(Hub, copy);
        File.Copy(Hub + "-wal", copy + "-wal");
        return copy;
    }

    /// <summary>The head of a file after the next start, which checks it against the tree; null when nothing was committed.</summary>
    private static async Task<(ulong Size, Digest Root)?> ReadAsync(string file)
    {
        var (database, store) = StorageServices.OpenSqliteHub(file, default(Real));
        await using (database)
        {
            if (store.Transcript.ReadHead() is not { } head) return null;
            store.Transcript.ReadEntries(0, 1000).Should().HaveCount((int)head.Size);
            (await store.CountAsync(Ct)).Carried.Should().Be((long)head.Size / 2);
            return (head.Size, head.Root);
        }
    }
}
