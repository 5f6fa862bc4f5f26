using System.Collections.Concurrent;
using System.Globalization;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>
/// One SQLite file: one writer, several readers of committed state. Write-ahead log with synchronous=FULL: a commit that returned is on disk.
/// </summary>
public sealed class SqliteDatabase : IAsyncDisposable
{
    /// <summary>"HTLN": tells a Hotline database from other SQLite files.</summary>
    private const int ApplicationId = 0x48544c4e;

    private const string Settings = "PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA secure_delete=ON;";

    private readonly string _path;
    private readonly SqliteSession _session;
    private readonly SqliteWriter _writer;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly ConcurrentBag<SqliteSession> _readers = [];
    private bool _disposed;

    private SqliteDatabase(string path, SqliteSession session)
    {
        var checkpoints = new SqliteSession(Connect(path, SqliteOpenMode.ReadWrite));
        checkpoints.Execute(Settings);
        (_path, _session) = (path, session);
        _writer = new SqliteWriter(session, path);
        _checkpoints = new SqliteCheckpoints(checkpoints, _writer);
    }

    /// <summary>Opens or creates the file and brings its tables to the present version.</summary>
    /// <param name="domain">Recorded at creation: <c>real</c> or <c>exercise:ID</c>; a file of another domain is refused.</param>
    /// <param name="migrations">Statements that lead from each version to the next.</param>
    /// <exception cref="StoreException">Not a Hotline database, of another domain, newer than this program, damaged, or not to be opened.</exception>
    internal static SqliteDatabase Open(string path, string domain, IReadOnlyList<string> migrations)
    {
        SqliteSession? writer = null;
        try
        {
            if (!File.Exists(path)) CreatePrivate(path);
            writer = new SqliteSession(Connect(path, SqliteOpenMode.ReadWrite));
            writer.Execute(Settings);
            var version = Recognise(writer, path, migrations.Count);
            writer.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;");
            Migrate(writer, version, domain, migrations);
            RequireDomain(writer, path, domain);
            return new SqliteDatabase(path, writer);
        }
        catch (Exception failed) when (failed is SqliteException or IOException or UnauthorizedAccessException)
        {
            writer?.Dispose();
            throw new StoreException($"The database {path} cannot be opened: {failed.Message}", failed);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>A consistent copy in a new file, while reading and writing go on.</summary>
    /// <exception cref="StoreException">The file exists or cannot be written.</exception>
    public async Task BackupAsync(string target, CancellationToken cancellationToken)
    {
        if (File.Exists(target)) throw new StoreException($"{target} exists already.");
        CreatePrivate(target);
        await Task.Run(
            () => Read(session =>
            {
                using var copy = Connect(target, SqliteOpenMode.ReadWrite);
                session.Connection.BackupDatabase(copy);
                return true;
            }),
            cancellationToken);
    }

    /// <summary>Runs in one transaction; the commit is on disk when this returns.</summary>
    /// <exception cref="StoreException">Nothing was written, or whether it was is in doubt.</exception>
    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken) => WriteAsync(write, () => { }, cancellationToken);

    /// <param name="committed">Called after the commit and before another transaction begins.</param>
    /// <exception cref="StoreException">Nothing was written, or whether it was is in doubt.</exception>
    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> write, Action committed, CancellationToken cancellationToken) =>
        _writer.WriteAsync(write, committed, cancellationToken);

    internal T Read<T>(Func<SqliteSession, T> read)
    {
        if (!_readers.TryTake(out var session))
        {
            session = new SqliteSession(Connect(_path, SqliteOpenMode.ReadWrite));
            session.Execute(Settings + " PRAGMA query_only=ON;");
        }

        try
        {
            var result = read(session);
            _readers.Add(session);
            return result;
        }
        catch (Exception failed)
        {
            session.Dispose();
            if (failed is SqliteException) throw new StoreException($"The database {_path} cannot be read: {failed.Message}", failed);
            throw;
        }
    }

    /// <summary>Reads on the caller's thread: what is asked for is mostly in memory, and to change threads would cost more than to read it.</summary>
    internal Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<T>(cancellationToken);
        try
        {
            return Task.FromResult(Read(read));
        }
        catch (Exception failed)
        {
            return Task.FromException<T>(failed);
        }
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return ValueTask.CompletedTask;
        _checkpoints.Dispose();
        _writer.Dispose();
        foreach (var reader in _readers) reader.Dispose();
        try
        {
            _session.Execute("PRAGMA wal_checkpoint(TRUNCATE);");
        }
        catch (SqliteException)
        {
            // A full or failing disk: the log holds everything, and the next start reads it.
        }

        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    internal static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var created = new FileStream(path, options);
    }

    /// <summary>Before anything is written: a file of another program, or of a later one, stays as it is.</summary>
    /// <returns>Version of its tables; 0 for a new file.</returns>
    private static int Recognise(SqliteSession session, string path, int known)
    {
        var isNew = session.Number("SELECT count(*) FROM sqlite_schema;") == 0;
        if (!isNew && session.Number("PRAGMA application_id;") != ApplicationId) throw new StoreException($"{path} is no database of Hotline.");
        var version = (int)(session.Number("PRAGMA user_version;") ?? 0);
        return version <= known
            ? version
            : throw new StoreException($"{path} has tables of version {version}, this program knows {known}: run the newer program that made it.");
    }

    private static void Migrate(SqliteSession session, int version, string domain, IReadOnlyList<string> migrations)
    {
        if (version == migrations.Count) return;
        using var transaction = session.Connection.BeginTransaction(deferred: false);
        session.Transaction = transaction;
        if (version == 0)
        {
            session.Execute("CREATE TABLE property (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;");
            session.Execute("INSERT INTO property VALUES ('domain', $domain);", ("$domain", domain));
        }

        foreach (var migration in migrations.Skip(version)) session.Execute(migration);
        session.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={migrations.Count}; PRAGMA application_id={ApplicationId};"));
        transaction.Commit();
        session.Transaction = null;
    }

    private static void RequireDomain(SqliteSession session, string path, string domain)
    {
        var kept = session.First("SELECT value FROM property WHERE name = 'domain';", row => row.GetString(0));
        if (kept != domain) throw new StoreException($"{path} is for {kept}, not for {domain}: real and exercise never mix.");
    }
}
