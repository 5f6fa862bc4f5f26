using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Hotline.Storage.Sqlite;

/// <summary>
/// A prepared statement on SQLite's own interface, for what runs once for every object: columns are read where SQLite holds them, without
/// an object for each value. A statement takes those of a query's values that it names.
/// </summary>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;
    private readonly Dictionary<string, int> _parameters = new(StringComparer.Ordinal);

    /// <exception cref="SqliteException">The statement is malformed.</exception>
    public RawStatement(SqliteConnection connection, string text)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_connection, text, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        for (var index = 1; index <= raw.sqlite3_bind_parameter_count(_statement); index++)
            _parameters[raw.sqlite3_bind_parameter_name(_statement, index).utf8_to_string()] = index;
    }

    public RawStatement Bind(string name, long value)
    {
        if (_parameters.TryGetValue(name, out var index)) Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public RawStatement Bind(string name, string? value)
    {
        if (!_parameters.TryGetValue(name, out var index)) return this;
        Check(value is null ? raw.sqlite3_bind_null(_statement, index) : raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    public RawStatement Bind(string name, ReadOnlySpan<byte> value)
    {
        if (_parameters.TryGetValue(name, out var index)) Check(raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <returns>False when there is no further row.</returns>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(result, _connection);
        return false;
    }

    /// <summary>Runs it for its effect.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    public long Number(int column) => raw.sqlite3_column_int64(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public string? Optional(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL ? null : Text(column);

    /// <summary>Good until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ends the reading; a statement left open would hold its snapshot and keep the log from shrinking.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _connection);
    }
}
