using System.Buffers;
using System.Collections.Concurrent;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>Collections of a node on SQLite, in the database of its messages. Only one process has it open.</summary>
public sealed class SqliteCollectionStore : ICollectionStore
{
    private const string SelectHeads = "SELECT id, number, last, published, changes FROM collection;";
    private const string SelectDrafts = """
        SELECT d.id, d.collection, d.status, d.recipients, d.content FROM draft d
        WHERE d.message IS NULL AND EXISTS (SELECT 1 FROM status s WHERE s.id = d.status) ORDER BY d.number LIMIT $limit;
        """;
    private const string SelectCount = "SELECT count(*) FROM object WHERE place > $start AND place <= $end;";

    private readonly ConcurrentDictionary<Guid, OpenCollection> _collections = new();
    private readonly SqliteDatabase _database;
    private readonly CollectionChanges _changes;
    private readonly SqliteAccounts _accounts;
    private readonly SqliteWatches _watches;

    /// <exception cref="StoreException">The database cannot be read, or what an interrupted addition left cannot be removed.</exception>
    internal SqliteCollectionStore(SqliteDatabase database)
    {
        _database = database;
        _changes = new CollectionChanges(database);
        _accounts = new SqliteAccounts(database);
        _watches = new SqliteWatches(database);
        var heads = database.Read(session => session.Query(
            SelectHeads, row => (Id: Guid.Parse(row.GetString(0)), Head: new CollectionHead(row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)))));
        foreach (var (id, head) in heads) Of(id).Set(head.IsStaging ? _changes.Recover(head) : head);
    }

    public async Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken)
    {
        var collection = Of(addition.Collection);
        await collection.Writing.WaitAsync(cancellationToken);
        try
        {
            return await _changes.AddAsync(collection, addition, cancellationToken);
        }
        finally
        {
            collection.Writing.Release();
        }
    }

    public async Task<int?> RemoveAsync(Guid collection, string objectId, VersionFilter versions, IReadOnlyList<string> specVersions, CancellationToken cancellationToken)
    {
        var open = Of(collection);
        await open.Writing.WaitAsync(cancellationToken);
        try
        {
            var query = new ObjectQuery(collection, null, null, [objectId], [], versions, int.MaxValue - 1) { SpecVersions = specVersions };
            return await _changes.RemoveAsync(open, query, cancellationToken);
        }
        finally
        {
            open.Writing.Release();
        }
    }

    public Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => StatusRows.Find(session, id), cancellationToken);

    public Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken)
    {
        var objects = new List<StoredObject>();
        return _database.ReadAsync(
            session => new ObjectPage(objects, Read(session, query, withJson: true, row =>
            {
                objects.Add(ObjectOf(row));
                return true;
            })),
            cancellationToken);
    }

    public PageEnd ReadJson(ObjectQuery query, IBufferWriter<byte> json, byte separator, long fullSize) => _database.Read(session =>
    {
        var (count, first, last, size) = (0, 0L, 0L, 0L);
        ObjectCursor? end = null;
        var more = Read(session, query, withJson: true, row =>
        {
            last = ObjectPlace.DateOf(row.Number(0));
            var raw = row.Bytes(6);
            if (count++ == 0) first = last;
            else json.Write([separator]);
            json.Write(raw);
            size += raw.Length;
            // Named only where the next page may have to go on behind it.
            if (count < query.Limit && size < fullSize) return true;
            end = new ObjectCursor(last, row.Text(1), row.Optional(2));
            return false;
        });
        return new PageEnd(count, first, last, more ? end : null);
    });

    public ManifestPage ReadManifest(ObjectQuery query) => _database.Read(session =>
    {
        var entries = new List<ManifestEntry>();
        var more = Read(session, query, withJson: false, row =>
        {
            entries.Add(new ManifestEntry(row.Text(1), row.Optional(2), row.Text(3), ObjectPlace.DateOf(row.Number(0))));
            return true;
        });
        return new ManifestPage(entries, more);
    });

    public bool Contains(Guid collection, string objectId)
    {
        var query = new ObjectQuery(collection, null, null, [objectId], [], VersionFilter.All, 1) { SpecVersions = ["2.0", "2.1"] };
        return ReadManifest(query).Entries.Count > 0;
    }

    public long ChangesOf(Guid collection) => Of(collection).Head.Changes;

    public long LastDateOf(Guid collection) => Of(collection).Head is { Number: > 0, Published: var published } ? published : -1;

    public Task NextChange(Guid collection) => Of(collection).Next;

    public Task<IReadOnlyList<ObjectDraft>> ReadDraftsAsync(int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<ObjectDraft>>(
            session => session.Query(
                SelectDrafts,
                row => new ObjectDraft(
                    Guid.Parse(row.GetString(0)), Guid.Parse(row.GetString(1)), Guid.Parse(row.GetString(2)),
                    [.. row.GetString(3).Split(' ').Select(NodeName.Parse)], row.Bytes(4)),
                ("$limit", limit)),
            cancellationToken);

    public Task<long> CountAsync(Guid collection, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => ObjectReading.InOneMoment(session, collection, head => session.Number(SelectCount, ("$start", head.Start), ("$end", head.End))!.Value), cancellationToken);

    public Task KeepAccountAsync(Account account, CancellationToken cancellationToken) => _accounts.KeepAsync(account, cancellationToken);

    public Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_accounts.Find(name));

    public Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken) => Task.FromResult(_accounts.All);

    public Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken) => _accounts.RemoveAsync(name, cancellationToken);

    public Task<Account?> FindAccountByKeyAsync(Digest key, CancellationToken cancellationToken) => Task.FromResult(_accounts.FindByKey(key));

    public Task KeepKeyAsync(string account, Digest key, CancellationToken cancellationToken) => _accounts.KeepKeyAsync(account, key, cancellationToken);

    public Task AddTokenAsync(AccessToken token, CancellationToken cancellationToken) => _accounts.AddTokenAsync(token, cancellationToken);

    public Task<AccessToken?> FindTokenAsync(Digest hash, CancellationToken cancellationToken) => Task.FromResult(_accounts.FindToken(hash));

    public Task<IReadOnlyList<AccessToken>> ReadTokensAsync(CancellationToken cancellationToken) => Task.FromResult(_accounts.Tokens);

    public Task<bool> RemoveTokenAsync(string id, CancellationToken cancellationToken) => _accounts.RemoveTokenAsync(id, cancellationToken);

    public Task AddWatchAsync(Watch watch, CancellationToken cancellationToken) => _watches.AddAsync(watch, cancellationToken);

    public Task<IReadOnlyList<WatchReport>> ReadWatchesAsync(int latest, CancellationToken cancellationToken) => _watches.ReadAsync(latest, cancellationToken);

    public Task AdvanceWatchAsync(string id, long seen, IReadOnlyList<WatchMatch> matches, CancellationToken cancellationToken) =>
        _watches.AdvanceAsync(id, seen, matches, cancellationToken);

    public Task<bool> RemoveWatchAsync(string id, CancellationToken cancellationToken) => _watches.RemoveAsync(id, cancellationToken);

    private static bool Read(SqliteSession session, ObjectQuery query, bool withJson, Func<RawStatement, bool> take) =>
        ObjectReading.InOneMoment(session, query.Collection, head => ObjectReading.Read(session, query, head, withJson, take));

    private OpenCollection Of(Guid collection) => _collections.GetOrAdd(collection, _ => new OpenCollection());

    private static StoredObject ObjectOf(RawStatement row)
    {
        var version = row.Optional(2);
        return new StoredObject(
            new CollectionObject(row.Text(1), row.Text(4), version, version is null ? null : row.Number(5), row.Text(3), row.Bytes(6).ToArray()),
            ObjectPlace.DateOf(row.Number(0)));
    }
}
