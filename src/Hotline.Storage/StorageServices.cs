using Hotline.Storage.Sqlite;

namespace Hotline.Storage;

/// <summary>Opens stores. Only the programs' composition roots call this, so that nothing else names a storage engine.</summary>
public static class StorageServices
{
    /// <summary>A hub's database.</summary>
    /// <exception cref="Stores.StoreException">Not a database of this domain, newer than this program, or damaged.</exception>
    public static (SqliteDatabase Database, SqliteHubStore<TDomain> Store) OpenSqliteHub<TDomain>(string path, TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        var database = SqliteDatabase.Open(path, domain.Name, SqliteHubStore<TDomain>.Migrations);
        return (database, new SqliteHubStore<TDomain>(database, domain));
    }

    /// <summary>A node's database: its messages and its collections.</summary>
    /// <exception cref="Stores.StoreException">Not a database of this domain, newer than this program, or damaged.</exception>
    public static (SqliteDatabase Database, SqliteMemberStore<TDomain> Messages, SqliteCollectionStore Collections) OpenSqliteNode<TDomain>(string path, TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        var database = SqliteDatabase.Open(path, domain.Name, NodeMigrations<TDomain>());
        return (database, new SqliteMemberStore<TDomain>(database, domain), new SqliteCollectionStore(database));
    }

    /// <summary>From each version of a node's tables to the next. What was released stays as it is.</summary>
    internal static IReadOnlyList<string> NodeMigrations<TDomain>()
        where TDomain : struct, ITrafficDomain =>
        [SqliteTranscript.Tables + SqliteMemberStore<TDomain>.Tables + CollectionTables.First, CollectionTables.ByPlace, CollectionTables.Accounts, CollectionTables.Watches];

    /// <summary>The database of a hub or node, read by another program: nothing is migrated or written.</summary>
    /// <exception cref="Stores.StoreException">There is no database of Hotline.</exception>
    public static SqliteReader ReadSqlite(string path) => SqliteReader.Open(path);
}
