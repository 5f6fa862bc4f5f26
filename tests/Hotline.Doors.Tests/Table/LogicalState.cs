using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Hotline.Doors.Tests.Table;

/// <summary>What a data directory holds, as one digest: every row of every table of its database, and every other file byte by byte.</summary>
internal static class LogicalState
{
    /// <summary>Written while a program runs, whoever knocks: the lock's, the socket and the database's own files.</summary>
    private static readonly string[] Running = ["lock", "process", "operator.sock"];

    public static string Of(string directory)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(directory, file);
            if (Running.Contains(name) || name.Contains(".db", StringComparison.Ordinal)) continue;
            Add(digest, name);
            digest.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        }

        foreach (var database in Directory.EnumerateFiles(directory, "*.db").Order(StringComparer.Ordinal))
        {
            try
            {
                AddTables(digest, database);
            }
            catch (SqliteException)
            {
                // No database of SQLite's: then it is bytes.
                digest.AppendData(SHA256.HashData(File.ReadAllBytes(database)));
            }
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }

    private static void AddTables(IncrementalHash digest, string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using var snapshot = connection.BeginTransaction(deferred: true);
        foreach (var table in Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name;").Select(row => row[0]))
        {
            Add(digest, table);
            foreach (var row in Read(connection, $"SELECT * FROM \"{table}\";").Select(row => string.Join('|', row)).Order(StringComparer.Ordinal)) Add(digest, row);
        }
    }

    private static List<string[]> Read(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))]);
        return rows;
    }

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexStringLower(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static void Add(IncrementalHash digest, string text)
    {
        digest.AppendData(BitConverter.GetBytes(text.Length));
        digest.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
