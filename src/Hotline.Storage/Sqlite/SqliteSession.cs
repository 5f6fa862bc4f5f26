using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hotline.Storage.Sqlite;

/// <summary>One connection and its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>SQLITE_DBSTATUS_CACHE_WRITE.</summary>
    private const int CacheWrite = 9;

    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<string, RawStatement> _raw = [];

    public SqliteSession(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>Set while a transaction runs, so that prepared statements take part in it.</summary>
    public SqliteTransaction? Transaction { get; set; }

    /// <returns>Rows changed.</returns>
    public int Execute(string statement, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(statement, values).ExecuteNonQuery();

    /// <returns>The rows, read to the end.</returns>
    public List<T> Query<T>(string statement, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(statement, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <returns>The first row, or default where there is none.</returns>
    public T? First<T>(string statement, Func<SqliteDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(statement, values).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <returns>The first column of the first row as a number; null where there is none.</returns>
    public long? Number(string statement, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepare(statement, values).ExecuteScalar() is long number ? number : null;

    /// <returns>Pages written since this was asked before.</returns>
    public int TakePagesWritten()
    {
        raw.sqlite3_db_status(Connection.Handle, CacheWrite, out var pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>A statement for what runs once for every object; the caller resets it.</summary>
    public RawStatement Raw(string statement)
    {
        if (!_raw.TryGetValue(statement, out var prepared)) _raw[statement] = prepared = new RawStatement(Connection, statement);
        return prepared;
    }

    public void Dispose()
    {
        foreach (var statement in _raw.Values) statement.Dispose();
        foreach (var command in _prepared.Values) command.Dispose();
        Connection.Dispose();
    }

    private SqliteCommand Prepare(string statement, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = statement;
            _prepared[statement] = command;
        }

        command.Transaction = Transaction;
        // A statement nearly always comes with the same names in the same order: then only the values change.
        if (!HasParameters(command, values))
        {
            command.Parameters.Clear();
            foreach (var (name, _) in values) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        for (var at = 0; at < values.Length; at++) command.Parameters[at].Value = ToColumn(values[at].Value);
        return command;
    }

    private static bool HasParameters(SqliteCommand command, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (command.Parameters.Count != values.Length) return false;
        for (var at = 0; at < values.Length; at++)
            if (command.Parameters[at].ParameterName != values[at].Name) return false;
        return true;
    }

    private static object ToColumn(object? value) => value switch
    {
        null => DBNull.Value,
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        ulong number => checked((long)number),
        _ => value,
    };
}
