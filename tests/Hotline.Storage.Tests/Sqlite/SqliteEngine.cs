using System.Globalization;
using System.Text;
using Hotline.Storage.Sqlite;
using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>SQLite files in a folder of their own, which goes with the test.</summary>
internal sealed class SqliteEngine : IEngine
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-storage-");
    private readonly List<SqliteDatabase> _open = [];

    public string HubFile => Path.Combine(_folder.FullName, "hub.db");

    public string NodeFile => Path.Combine(_folder.FullName, "node.db");

    public IHubStore<TDomain> OpenHub<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        var (database, store) = StorageServices.OpenSqliteHub(HubFile, domain);
        _open.Add(database);
        return store;
    }

    public (IMemberStore<TDomain> Messages, ICollectionStore Collections) OpenNode<TDomain>(TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        var (database, messages, collections) = StorageServices.OpenSqliteNode(NodeFile, domain);
        _open.Add(database);
        return (messages, collections);
    }

    public async Task CloseAsync()
    {
        foreach (var database in _open) await database.DisposeAsync();
        _open.Clear();
    }

    public string Dump() => string.Concat(new[] { HubFile, NodeFile }.Where(File.Exists).Select(DumpOf));

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    private static string DumpOf(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=False");
        connection.Open();
        var dump = new StringBuilder();
        foreach (var table in Rows(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name;"))
        {
            dump.Append(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)} {table}\n");
            foreach (var row in Rows(connection, $"SELECT * FROM {table};").Order(StringComparer.Ordinal)) dump.Append("  ").Append(row).Append('\n');
        }

        return dump.ToString();
    }

    private static List<string> Rows(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader.GetValue(column)))));
        return rows;
    }

    private static string Text(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
