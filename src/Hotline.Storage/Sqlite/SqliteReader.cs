using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>A hub's or node's database opened by another program, beside a running process too: nothing is migrated or written.</summary>
public sealed class SqliteReader : ITranscriptStore, IDisposable
{
    private const string Settings = "PRAGMA busy_timeout=5000; PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;";

    private readonly Lock _reading = new();
    private readonly SqliteSession _session;
    private readonly string _path;

    private SqliteReader(SqliteSession session, string path) => (_session, _path) = (session, path);

    /// <exception cref="StoreException">There is no database of Hotline.</exception>
    internal static SqliteReader Open(string path)
    {
        if (!File.Exists(path)) throw new StoreException($"There is no database {path}: it is made when the hub or node first runs.");
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(SqliteDatabase.Connect(path, SqliteOpenMode.ReadWrite));
            session.Execute(Settings);
            var reader = new SqliteReader(session, path);
            reader.ReadHead();
            return reader;
        }
        catch (SqliteException failed)
        {
            session?.Dispose();
            throw new StoreException($"The database {path} cannot be opened: {failed.Message}", failed);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>A consistent copy in a new file.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void CopyTo(string target) => Read(session =>
    {
        using var copy = SqliteDatabase.Connect(target, SqliteOpenMode.ReadWriteCreate);
        session.Connection.BackupDatabase(copy);
        return true;
    });

    public LogHead? ReadHead() => Read(SqliteTranscript.Head);

    public ReadOnlyMemory<byte> ReadTile(int level, ulong index) => Read(session => SqliteTranscript.Tile(session, level, index));

    public IReadOnlyList<ReadOnlyMemory<byte>> ReadEntries(ulong start, int count) => Read(session => SqliteTranscript.Entries(session, start, count));

    public ulong? FindLeaf(Digest leafHash) => Read(session => SqliteTranscript.FindLeaf(session, leafHash));

    public void Dispose() => _session.Dispose();

    private T Read<T>(Func<SqliteSession, T> read)
    {
        lock (_reading)
        {
            try
            {
                return read(_session);
            }
            catch (SqliteException failed)
            {
                throw new StoreException($"The database {_path} cannot be read: {failed.Message}", failed);
            }
        }
    }
}
