using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>Another program at the database of a hub or node that may be running.</summary>
public sealed class SqliteReaderTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private readonly SqliteEngine _engine = new();
    private readonly IMemberStore<Real> _store;

    public SqliteReaderTests() => _store = _engine.OpenNode(default(Real)).Messages;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task It_reads_what_the_running_program_committed()
    {
        using var reader = StorageServices.ReadSqlite(_engine.NodeFile);
        reader.ReadHead().Should().BeNull();

        await SendAsync(1);

        reader.ReadHead()!.Root.Should().Be(_store.Transcript.ReadHead()!.Root);
        reader.ReadTile(0, 0).ToArray().Should().Equal(_store.Transcript.ReadTile(0, 0).ToArray());
        reader.ReadEntries(0, 10).Single().ToArray().Should().Equal(AMessage.Numbered(1).Origin.Bytes.ToArray());
        reader.FindLeaf(AMessage.Numbered(1).Origin.LeafHash).Should().Be(0);
    }

    [Fact]
    public async Task It_writes_nothing_and_holds_up_nobody()
    {
        await SendAsync(1);
        var before = _engine.Dump();

        using (var reader = StorageServices.ReadSqlite(_engine.NodeFile))
        {
            reader.ReadHead();
            _engine.Dump().Should().Be(before);
            await SendAsync(2);
        }

        _store.Transcript.ReadHead()!.Size.Should().Be(2);
    }

    [Fact]
    public async Task A_closed_database_is_read_too_and_left_as_it_was()
    {
        await SendAsync(1);
        await _engine.CloseAsync();
        var before = await File.ReadAllBytesAsync(_engine.NodeFile, Ct);

        using (var reader = StorageServices.ReadSqlite(_engine.NodeFile)) reader.ReadHead()!.Size.Should().Be(1);

        (await File.ReadAllBytesAsync(_engine.NodeFile, Ct)).Should().Equal(before);
    }

    [Fact]
    public async Task A_copy_of_a_running_database_is_whole()
    {
        await SendAsync(1);
        var copy = _engine.NodeFile + ".copy";

        using (var reader = StorageServices.ReadSqlite(_engine.NodeFile)) reader.CopyTo(copy);

        var (database, messages, _) = StorageServices.OpenSqliteNode(copy, default(Real));
        await using (database) messages.Transcript.ReadHead()!.Size.Should().Be(1);
    }

    [Fact]
    public void A_database_that_is_not_there_or_not_of_Hotline_is_refused_and_not_made()
    {
        var missing = _engine.NodeFile + ".missing";
        var foreign = _engine.NodeFile + ".foreign";
        var text = _engine.NodeFile + ".txt";
        ASqliteFile.Execute(foreign, "CREATE TABLE bookmarks (url TEXT);");
        File.WriteAllText(text, "minutes of the meeting");

        foreach (var path in new[] { missing, foreign, text })
        {
            var open = () => StorageServices.ReadSqlite(path);
            open.Should().Throw<StoreException>(path);
        }

        File.Exists(missing).Should().BeFalse();
    }

    private async Task SendAsync(int number)
    {
        var envelope = AMessage.Numbered(number);
        var step = new MemberStep<Real>.Send(envelope, SealState.None, new ArchivedContent(default, default), $"{number}", new byte[16], null);
        (await _store.CommitBatchAsync([step], AMessage.Sign, Ct)).Should().Equal(MemberOutcome.Kept);
    }
}
