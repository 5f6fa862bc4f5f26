using Hotline.Storage.Sqlite;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>One SQLite file: how it is opened, what it refuses, and what a commit means.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private const string Table = "CREATE TABLE thing (name TEXT PRIMARY KEY) STRICT;";
    private static readonly CancellationToken Ct = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-sqlite-");

    private string File => Path.Combine(_folder.FullName, "test.db");

    [Fact]
    public async Task A_commit_waits_for_the_disk_and_deleted_content_is_overwritten()
    {
        await using var database = Open(Table);

        var settings = await database.WriteAsync(
            session => new[] { "synchronous", "secure_delete", "foreign_keys", "trusted_schema", "wal_autocheckpoint" }.Select(name => session.Number($"PRAGMA {name};")).ToArray(), Ct);

        settings.Should().Equal(2, 1, 1, 0, 0);
        (await database.WriteAsync(session => session.First("PRAGMA journal_mode;", row => row.GetString(0)), Ct)).Should().Be("wal");
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await using var database = Open(Table);

        var write = () => database.Read(session => session.Execute("INSERT INTO thing VALUES ('x');"));

        write.Should().Throw<StoreException>();
        database.Read(session => session.Number("SELECT count(*) FROM thing;")).Should().Be(0);
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead.");
        await using var database = Open(Table);
        await database.WriteAsync(session => session.Execute("INSERT INTO thing VALUES ('x');"), Ct);

        foreach (var file in _folder.EnumerateFiles())
            if (!OperatingSystem.IsWindows()) System.IO.File.GetUnixFileMode(file.FullName).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.Name);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_one_sentence_and_left_alone()
    {
        await Open(Table, "CREATE TABLE later (x);").DisposeAsync();
        var before = Bytes();

        var open = () => Open(Table);

        open.Should().Throw<StoreException>().WithMessage($"{File} has tables of version 2, this program knows 1: run the newer program that made it.");
        Bytes().Should().Equal(before);
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_step_by_step()
    {
        await using (var first = Open(Table)) await first.WriteAsync(session => session.Execute("INSERT INTO thing VALUES ('kept');"), Ct);

        await using var second = Open(Table, "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7;", "UPDATE thing SET size = size + 1;");

        second.Read(session => session.First("SELECT name, size FROM thing;", row => (row.GetString(0), row.GetInt64(1)))).Should().Be(("kept", 8));
        second.Read(session => session.Number("PRAGMA user_version;")).Should().Be(3);
    }

    [Fact]
    public async Task A_migration_that_fails_changes_nothing()
    {
        await Open(Table).DisposeAsync();

        var open = () => Open(Table, "CREATE TABLE later (x);", "no statement");

        open.Should().Throw<StoreException>();
        await using var again = Open(Table);
        again.Read(session => session.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'later';")).Should().Be(0);
    }

    [Fact]
    public void A_database_of_another_program_is_refused_and_left_alone()
    {
        ASqliteFile.Execute(File, "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('https://alba.example/');");
        var before = Bytes();

        var open = () => Open(Table);

        open.Should().Throw<StoreException>().WithMessage("*no database of Hotline*");
        Bytes().Should().Equal(before);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        System.IO.File.WriteAllText(File, string.Concat(Enumerable.Repeat("minutes of the meeting\n", 100)));
        var before = Bytes();

        var open = () => Open(Table);

        open.Should().Throw<StoreException>().WithMessage($"The database {File} cannot be opened: *");
        Bytes().Should().Equal(before);
    }

    [Fact]
    public void A_folder_that_is_missing_is_said_in_words()
    {
        var open = () => SqliteDatabase.Open(Path.Combine(_folder.FullName, "missing", "test.db"), "real", [Table]);

        open.Should().Throw<StoreException>().WithMessage("The database * cannot be opened: *");
    }

    [Fact]
    public async Task A_file_that_was_made_and_not_filled_before_a_crash_begins_anew()
    {
        await System.IO.File.WriteAllBytesAsync(File, [], Ct);

        await using var database = Open(Table);

        database.Read(session => session.Number("SELECT count(*) FROM thing;")).Should().Be(0);
    }

    [Fact]
    public async Task Real_and_exercise_never_mix()
    {
        await Open(Table).DisposeAsync();

        var open = () => SqliteDatabase.Open(File, "exercise:cyber-fog", [Table]);

        open.Should().Throw<StoreException>().WithMessage($"{File} is for real, not for exercise:cyber-fog: real and exercise never mix.");
    }

    [Fact]
    public async Task A_commit_that_fails_is_in_doubt_and_a_statement_that_fails_is_not()
    {
        await using var database = Open("CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);");

        var commit = () => database.WriteAsync(session => session.Execute("INSERT INTO child VALUES (1);"), Ct);
        var statement = () => database.WriteAsync(session => session.Execute("INSERT INTO parent VALUES ('no number');"), Ct);

        (await commit.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeTrue();
        (await statement.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse();
        (await database.WriteAsync(session => session.Execute("INSERT INTO parent VALUES (1);"), Ct)).Should().Be(1, "neither holds up the next one");
    }

    [Fact]
    public async Task The_log_of_writes_moves_into_the_file_in_the_background()
    {
        await using var database = Open("CREATE TABLE blob (bytes BLOB) STRICT;");

        await database.WriteAsync(session => session.Execute("INSERT INTO blob VALUES (zeroblob(6000000));"), Ct);

        for (var tries = 0; new FileInfo(File).Length < 6_000_000 && tries < 100; tries++) await Task.Delay(50, Ct);
        new FileInfo(File).Length.Should().BeGreaterThan(6_000_000);
    }

    [Fact]
    public async Task Reads_that_fail_leave_nothing_open()
    {
        await using var database = Open(Table);
        database.Read(session => session.Number("SELECT 1;"));
        var before = OpenFiles();

        for (var time = 0; time < 50; time++)
        {
            var read = () => database.Read<int>(session => throw new StoreException("damaged"));
            read.Should().Throw<StoreException>();
        }

        OpenFiles().Should().BeLessThan(before + 10, "the few more are those of the background");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SqliteDatabase Open(params IReadOnlyList<string> migrations) => SqliteDatabase.Open(File, "real", migrations);

    private byte[] Bytes() => System.IO.File.ReadAllBytes(File);

    private int OpenFiles()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc lists the open files.");
        return new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(file => file.LinkTarget?.StartsWith(File, StringComparison.Ordinal) == true);
    }
}
