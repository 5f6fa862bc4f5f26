using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Tests.Sqlite;

/// <summary>A SQLite file changed behind the program's back.</summary>
internal static class ASqliteFile
{
    public static void Execute(string file, string statements)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
