using Hotline.Storage.Sqlite;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>Writes that come while the disk is busy share the next commit, and nothing else.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-writer-");
    private readonly SqliteDatabase _database;
    private readonly ManualResetEventSlim _busy = new();

    public SqliteWriterTests() => _database = SqliteDatabase.Open(
        Path.Combine(_folder.FullName, "test.db"), "real", ["CREATE TABLE thing (name TEXT PRIMARY KEY) STRICT;"]);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _busy.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Writes_that_came_while_the_last_one_ran_become_visible_in_one_commit()
    {
        var seen = new List<long?>();
        var first = Busy();
        var later = Enumerable.Range(0, 10).Select(number => _database.WriteAsync(
            session => Insert(session, $"later {number}"), () => seen.Add(_database.Read(reader => reader.Number("SELECT count(*) FROM thing;"))), Ct)).ToArray();

        _busy.Set();
        await first;
        await Task.WhenAll(later);

        seen.Should().HaveCount(10).And.AllSatisfy(count => count.Should().Be(11));
    }

    [Fact]
    public async Task One_that_fails_takes_none_with_it()
    {
        var first = Busy();
        var good = _database.WriteAsync(session => Insert(session, "good"), Ct);
        var bad = _database.WriteAsync(session => Insert(session, "busy"), Ct);
        var broken = _database.WriteAsync<int>(session => throw new InvalidOperationException("a bug"), Ct);
        var last = _database.WriteAsync(session => Insert(session, "last"), Ct);

        _busy.Set();

        (await first).Should().Be(1);
        (await good).Should().Be(1);
        (await last).Should().Be(1);
        (await Awaiting(bad).Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse();
        await Awaiting(broken).Should().ThrowAsync<InvalidOperationException>();
        _database.Read(session => session.Query("SELECT name FROM thing ORDER BY name;", row => row.GetString(0))).Should().Equal("busy", "good", "last");
    }

    [Fact]
    public async Task One_that_was_given_up_before_its_turn_writes_nothing()
    {
        using var given = new CancellationTokenSource();
        var first = Busy();
        var second = _database.WriteAsync(session => Insert(session, "second"), given.Token);
        await given.CancelAsync();

        _busy.Set();

        await first;
        await Awaiting(second).Should().ThrowAsync<OperationCanceledException>();
        _database.Read(session => session.Number("SELECT count(*) FROM thing;")).Should().Be(1);
    }

    [Fact]
    public async Task A_closed_database_takes_nothing_and_says_so()
    {
        await _database.DisposeAsync();

        var write = () => _database.WriteAsync(session => Insert(session, "late"), Ct);

        await write.Should().ThrowAsync<StoreException>().WithMessage("*is closed.");
    }

    /// <summary>A write that holds the writer up until it is told to go on.</summary>
    private Task<int> Busy()
    {
        using var began = new ManualResetEventSlim();
        var busy = _database.WriteAsync(
            session =>
            {
                began.Set();
                _busy.Wait(Ct);
                return Insert(session, "busy");
            },
            Ct);
        began.Wait(Ct);
        return busy;
    }

    private static int Insert(SqliteSession session, string name) => session.Execute("INSERT INTO thing VALUES ($name);", ("$name", name));

    private static Func<Task> Awaiting(Task task) => () => task;
}
