using System.Text.Json;
using Hotline.Collections;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>Collections of a node on SQLite, in the database of its messages.</summary>
public sealed class SqliteCollectionStore : ICollectionStore
{
    internal const string Tables = """
        CREATE TABLE object (
            collection TEXT NOT NULL, date_added INTEGER NOT NULL, object_id TEXT NOT NULL, version TEXT, instant INTEGER, type TEXT NOT NULL,
            spec_version TEXT NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (collection, date_added)) STRICT;
        CREATE UNIQUE INDEX object_version ON object (collection, object_id, coalesce(version, ''));
        CREATE INDEX object_latest ON object (collection, object_id, instant, date_added);
        CREATE INDEX object_type ON object (collection, type, date_added);
        CREATE TABLE collection_clock (collection TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE status (id TEXT PRIMARY KEY, collection TEXT NOT NULL, requested_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE outcome (
            status TEXT NOT NULL, number INTEGER NOT NULL, object_id TEXT NOT NULL, version TEXT, failure TEXT, withheld TEXT,
            PRIMARY KEY (status, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE draft (
            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, collection TEXT NOT NULL, status TEXT NOT NULL, recipients TEXT NOT NULL,
            content BLOB, message TEXT) STRICT;
        CREATE INDEX draft_of_status ON draft (status);
        CREATE INDEX draft_waiting ON draft (number) WHERE message IS NULL;
        CREATE TABLE account (name TEXT PRIMARY KEY, password TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string SelectClock = "SELECT last FROM collection_clock WHERE collection = $collection;";
    private const string UpsertClock = "INSERT INTO collection_clock (collection, last) VALUES ($collection, $last) ON CONFLICT DO UPDATE SET last = excluded.last;";
    private const string SelectRaw = "SELECT raw FROM object WHERE collection = $collection AND object_id = $id AND coalesce(version, '') = coalesce($version, '');";
    private const string InsertObject = """
        INSERT INTO object (collection, date_added, object_id, version, instant, type, spec_version, raw)
        VALUES ($collection, $added, $id, $version, $instant, $type, $spec, $raw);
        """;
    private const string InsertStatus = "INSERT INTO status (id, collection, requested_at) VALUES ($id, $collection, $at);";
    private const string InsertOutcome = """
        INSERT INTO outcome (status, number, object_id, version, failure, withheld) VALUES ($status, $number, $id, $version, $failure, $withheld);
        """;
    private const string InsertDraft = """
        INSERT INTO draft (id, collection, status, recipients, content) VALUES ($id, $collection, $status, $recipients, $content);
        """;
    private const string SelectStatus = "SELECT collection, requested_at FROM status WHERE id = $id;";
    private const string SelectOutcomes = "SELECT object_id, version, failure, withheld FROM outcome WHERE status = $status ORDER BY number;";

    // Delivered: every recipient of the draft's message stands at DELIVERED or READ.
    private const string SelectProgress = """
        SELECT count(*), count(d.message), coalesce(sum(d.message IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM message m JOIN recipient r ON r.message = m.number WHERE m.sent = 1 AND m.id = d.message AND r.rung NOT IN (2, 3))), 0)
        FROM draft d WHERE d.status = $status;
        """;
    private const string SelectDrafts = "SELECT id, collection, status, recipients, content FROM draft WHERE message IS NULL ORDER BY number LIMIT $limit;";
    // The plus keeps date_added from choosing the index: the few versions of one object are looked up, not all that was added since.
    private const string SelectPage = """
        SELECT o.object_id, o.type, o.version, o.instant, o.spec_version, o.raw, o.date_added FROM object o
        WHERE o.collection = $collection AND o.date_added > $after
            AND ($ids IS NULL OR o.object_id IN (SELECT value FROM json_each($ids))) AND ($types IS NULL OR o.type IN (SELECT value FROM json_each($types)))
            AND ($all = 1 OR NOT EXISTS (
                SELECT 1 FROM object later WHERE later.collection = o.collection AND later.object_id = o.object_id AND +later.date_added > $added_after
                    AND (coalesce(later.instant, 0), later.date_added) > (coalesce(o.instant, 0), o.date_added)))
        ORDER BY o.date_added LIMIT $limit;
        """;
    private const string SelectCount = "SELECT count(*) FROM object WHERE collection = $collection;";
    private const string UpsertAccount = """
        INSERT INTO account (name, password, created_at) VALUES ($name, $password, $at) ON CONFLICT DO UPDATE SET password = excluded.password;
        """;
    private const string SelectAccount = "SELECT name, password, created_at FROM account WHERE name = $name;";
    private const string SelectAccounts = "SELECT name, password, created_at FROM account ORDER BY name;";
    private const string DeleteAccount = "DELETE FROM account WHERE name = $name;";

    private readonly SqliteDatabase _database;

    internal SqliteCollectionStore(SqliteDatabase database) => _database = database;

    public Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => Add(session, addition), cancellationToken);

    public Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken) => _database.ReadAsync(session => Status(session, id), cancellationToken);

    public Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken) => _database.ReadAsync(
        session =>
        {
            var addedAfter = query.AddedAfter ?? long.MinValue;
            var rows = session.Query(
                SelectPage, StoredRow, ("$collection", Text(query.Collection)), ("$after", Math.Max(addedAfter, query.After?.DateAdded ?? long.MinValue)),
                ("$added_after", addedAfter), ("$ids", List(query.Ids)), ("$types", List(query.Types)), ("$all", query.AllVersions ? 1 : 0), ("$limit", query.Limit + 1L));
            return new ObjectPage([.. rows.Take(query.Limit)], rows.Count > query.Limit);
        },
        cancellationToken);

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
        _database.ReadAsync(session => session.Number(SelectCount, ("$collection", Text(collection)))!.Value, cancellationToken);

    public Task KeepAccountAsync(Account account, CancellationToken cancellationToken) => _database.WriteAsync(
        session => session.Execute(UpsertAccount, ("$name", account.Name), ("$password", account.PasswordHash), ("$at", account.CreatedAt.Column())), cancellationToken);

    public Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => session.First(SelectAccount, AccountRow, ("$name", name)), cancellationToken);

    public Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Account>>(session => session.Query(SelectAccounts, AccountRow), cancellationToken);

    public Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => session.Execute(DeleteAccount, ("$name", name)) > 0, cancellationToken);

    private static AddStatus Add(SqliteSession session, Addition addition)
    {
        var collection = Text(addition.Collection);
        var last = session.Number(SelectClock, ("$collection", collection)) ?? long.MinValue;
        var now = (addition.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var outcomes = new List<ObjectOutcome>(addition.Objects.Count + addition.Failures.Count);
        var travelling = new List<CollectionObject>();
        foreach (var (offered, withheld) in addition.Objects)
        {
            var failure = Store(session, collection, offered, now, ref last, out var isNew);
            if (isNew && withheld is null) travelling.Add(offered);
            outcomes.Add(new ObjectOutcome(offered.ObjectId, offered.Version, failure, failure is null ? withheld : null));
        }

        outcomes.AddRange(addition.Failures);
        if (last != long.MinValue) session.Execute(UpsertClock, ("$collection", collection), ("$last", last));
        session.Execute(InsertStatus, ("$id", Text(addition.Status)), ("$collection", collection), ("$at", addition.At.Column()));
        for (var number = 0; number < outcomes.Count; number++)
        {
            var outcome = outcomes[number];
            session.Execute(
                InsertOutcome, ("$status", Text(addition.Status)), ("$number", number), ("$id", outcome.ObjectId), ("$version", outcome.Version),
                ("$failure", outcome.Failure), ("$withheld", outcome.Withheld));
        }

        foreach (var draft in travelling.Count == 0 ? [] : addition.MakeDrafts(travelling))
        {
            session.Execute(
                InsertDraft, ("$id", Text(draft.Id)), ("$collection", collection), ("$status", Text(addition.Status)),
                ("$recipients", string.Join(' ', draft.To)), ("$content", draft.Content));
        }

        return Status(session, addition.Status)!;
    }

    /// <returns>Why it was not stored, or null.</returns>
    private static string? Store(SqliteSession session, string collection, CollectionObject offered, long now, ref long last, out bool isNew)
    {
        isNew = false;
        var kept = session.First(SelectRaw, row => row.Bytes(0), ("$collection", collection), ("$id", offered.ObjectId), ("$version", offered.Version));
        if (kept is not null)
            return kept.AsSpan().SequenceEqual(offered.Raw.Span) ? null : "another object with this id and version is stored already, and versions never change";
        // Strictly rising, also when the clock went back: a reader that continues behind a date misses nothing.
        last = Math.Max(now, last + 1);
        session.Execute(
            InsertObject, ("$collection", collection), ("$added", last), ("$id", offered.ObjectId), ("$version", offered.Version), ("$instant", offered.VersionInstant),
            ("$type", offered.Type), ("$spec", offered.SpecVersion), ("$raw", offered.Raw));
        isNew = true;
        return null;
    }

    private static AddStatus? Status(SqliteSession session, Guid id)
    {
        var head = session.First(SelectStatus, row => ((Guid Collection, DateTimeOffset At)?)(Guid.Parse(row.GetString(0)), row.Time(1)), ("$id", Text(id)));
        if (head is not { } found) return null;
        var outcomes = session.Query(
            SelectOutcomes, row => new ObjectOutcome(row.GetString(0), Optional(row, 1), Optional(row, 2), Optional(row, 3)), ("$status", Text(id)));
        var progress = session.First(SelectProgress, row => new DraftProgress(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)), ("$status", Text(id)))!;
        return new AddStatus(id, found.Collection, found.At, [.. outcomes], progress);
    }

    private static StoredObject StoredRow(SqliteDataReader row) => new(
        new CollectionObject(row.GetString(0), row.GetString(1), Optional(row, 2), row.IsDBNull(3) ? null : row.GetInt64(3), row.GetString(4), row.Bytes(5)),
        row.GetInt64(6));

    private static Account AccountRow(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.Time(2));

    private static string? Optional(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string Text(Guid id) => id.ToString("D");

    private static string? List(IReadOnlyList<string> values) => values.Count == 0 ? null : "[" + string.Join(',', values.Select(value => "\"" + JsonEncodedText.Encode(value) + "\"")) + "]";
}
