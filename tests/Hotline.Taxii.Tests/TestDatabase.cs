using Hotline.Storage;
using Hotline.Storage.Sqlite;
using Hotline.Stores;

namespace Hotline.Taxii.Tests;

/// <summary>A node's database in a folder of its own, which goes with it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-taxii-");
    private SqliteDatabase _database;

    public TestDatabase() => Store = Open(out _database);

    public ICollectionStore Store { get; private set; }

    /// <summary>Closes the file and opens it anew, as a restart does.</summary>
    public async Task ReopenAsync()
    {
        await _database.DisposeAsync();
        Store = Open(out _database);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private SqliteCollectionStore Open(out SqliteDatabase database)
    {
        (database, _, var collections) = StorageServices.OpenSqliteNode(Path.Combine(_folder.FullName, "node.db"), new Real());
        return collections;
    }
}
