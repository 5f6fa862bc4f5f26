using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>A hub's store on SQLite.</summary>
public sealed class SqliteHubStore<TDomain> : IHubStore<TDomain>
    where TDomain : struct, ITrafficDomain
{
    private const string Tables = """
        CREATE TABLE message (
            sender TEXT NOT NULL, id TEXT NOT NULL, origin_leaf INTEGER NOT NULL, submitted_leaf INTEGER NOT NULL, deadline INTEGER NOT NULL,
            lane INTEGER NOT NULL, undelivered INTEGER NOT NULL, payload BLOB NOT NULL, PRIMARY KEY (sender, id)) STRICT;
        CREATE INDEX message_due ON message (deadline) WHERE undelivered > 0;
        CREATE TABLE delivery (
            sender TEXT NOT NULL, id TEXT NOT NULL, node TEXT NOT NULL, rung INTEGER NOT NULL, PRIMARY KEY (sender, id, node)) STRICT, WITHOUT ROWID;
        CREATE TABLE refusal (origin BLOB PRIMARY KEY, leaf INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE queue (
            node TEXT NOT NULL, lane INTEGER NOT NULL, position INTEGER NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL,
            receipt_leaf INTEGER, entry_size INTEGER, PRIMARY KEY (node, lane, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE acknowledged (node TEXT NOT NULL, lane INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (node, lane)) STRICT, WITHOUT ROWID;
        """;

    private const string SelectMessage = "SELECT origin_leaf, submitted_leaf FROM message WHERE sender = $sender AND id = $id;";
    private const string SelectDeliveries = "SELECT node, rung FROM delivery WHERE sender = $sender AND id = $id;";
    private const string SelectRefusal = "SELECT leaf FROM refusal WHERE origin = $origin;";
    private const string InsertMessage = """
        INSERT INTO message (sender, id, origin_leaf, submitted_leaf, deadline, lane, undelivered, payload)
        VALUES ($sender, $id, $origin, $submitted, $deadline, $lane, $undelivered, $payload);
        """;
    private const string InsertDelivery = "INSERT INTO delivery (sender, id, node, rung) VALUES ($sender, $id, $node, $rung);";
    private const string InsertRefusal = "INSERT INTO refusal (origin, leaf) VALUES ($origin, $leaf);";
    private const string InsertQueue = """
        INSERT INTO queue (node, lane, position, sender, id, receipt_leaf, entry_size)
        VALUES ($node, $lane, (SELECT coalesce(max(position), 0) + 1 FROM queue WHERE node = $node AND lane = $lane), $sender, $id, $leaf, $size);
        """;
    private const string UpdateRung = "UPDATE delivery SET rung = $rung WHERE sender = $sender AND id = $id AND node = $node;";
    private const string CountUndelivered = """
        UPDATE message SET undelivered = (SELECT count(*) FROM delivery WHERE sender = $sender AND id = $id AND rung = $relayed)
        WHERE sender = $sender AND id = $id;
        """;
    private const string SelectQueue = """
        SELECT q.position, q.receipt_leaf, q.entry_size, m.origin_leaf, CASE WHEN q.receipt_leaf IS NULL THEN m.payload END
        FROM queue q JOIN message m ON m.sender = q.sender AND m.id = q.id
        WHERE q.node = $node AND q.lane = $lane AND q.position > $after ORDER BY q.position LIMIT $limit;
        """;
    private const string UpsertAcknowledged = """
        INSERT INTO acknowledged (node, lane, position) VALUES ($node, $lane, $position)
        ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position > position;
        """;
    private const string SelectOverdue = "SELECT sender, id FROM message WHERE undelivered > 0 AND deadline <= $now ORDER BY deadline LIMIT $limit;";
    private const string SelectNextDeadline = "SELECT min(deadline) FROM message WHERE undelivered > 0;";
    private const string SelectLane = "SELECT lane FROM message WHERE sender = $sender AND id = $id;";
    private const string SelectCounts = """
        SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM message WHERE undelivered > 0),
            (SELECT count(*) FROM delivery WHERE rung = $failed), (SELECT count(*) FROM refusal);
        """;

    private readonly SqliteDatabase _database;
    private readonly SqliteTranscript _transcript;
    private readonly TDomain _domain;

    internal SqliteHubStore(SqliteDatabase database, TDomain domain) =>
        (_database, _transcript, _domain) = (database, new SqliteTranscript(database), domain);

    internal static IReadOnlyList<string> Migrations { get; } = [SqliteTranscript.Tables + Tables];

    public ITranscriptStore Transcript => _transcript;

    public async Task<HubCommit<TDomain>> CommitBatchAsync(
        IReadOnlyList<HubStep<TDomain>> steps, Func<HubStep<TDomain>, HubView<TDomain>, HubDecision<TDomain>> decide, SignCheckpoint sign,
        CancellationToken cancellationToken)
    {
        var (results, head) = await _transcript.WriteAsync(
            (session, log) =>
            {
                var done = new List<HubResult<TDomain>>(steps.Count);
                foreach (var step in steps) done.Add(CarryOut(session, log, step, decide(step, View(session, step))));
                return done;
            },
            sign,
            cancellationToken);
        return new HubCommit<TDomain>(head, results);
    }

    public Task<Carried<TDomain>?> FindAsync(MessageKey message, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => Find(session, message), cancellationToken);

    public Task<IReadOnlyList<HubDelivery<TDomain>>> ReadDeliveriesAsync(
        NodeName follower, Precedence lane, ulong after, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<HubDelivery<TDomain>>>(
            session =>
            {
                var rows = session.Query(
                    SelectQueue, Queued.Read, ("$node", follower.ToString()), ("$lane", (int)lane), ("$after", after.PositionColumn()), ("$limit", limit));
                return [.. rows.Select(row => row.ToDelivery(session, lane))];
            },
            cancellationToken);

    public Task AcknowledgeAsync(NodeName follower, Precedence lane, ulong position, CancellationToken cancellationToken) => _database.WriteAsync(
        session => session.Execute(UpsertAcknowledged, ("$node", follower.ToString()), ("$lane", (int)lane), ("$position", position.PositionColumn())), cancellationToken);

    public Task<IReadOnlyList<MessageKey>> ReadOverdueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<MessageKey>>(
            session => session.Query(
                SelectOverdue, row => new MessageKey(row.Node(0), MessageId.Parse(row.GetString(1))), ("$now", now.Column()), ("$limit", limit)),
            cancellationToken);

    public Task<DateTimeOffset?> ReadNextDeadlineAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.Number(SelectNextDeadline) is { } deadline ? DateTimeOffset.FromUnixTimeMilliseconds(deadline) : (DateTimeOffset?)null,
        cancellationToken);

    public Task<HubCounts> CountAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.First(
            SelectCounts, row => new HubCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), ("$failed", (int)Rung.Failed))!,
        cancellationToken);

    private HubView<TDomain> View(SqliteSession session, HubStep<TDomain> step)
    {
        LeafPosition? refused = null;
        if (step.Origin is { } origin && session.Number(SelectRefusal, ("$origin", origin.Column())) is { } leaf) refused = Position(session, (ulong)leaf);
        return new HubView<TDomain>(Find(session, step.Key), refused);
    }

    private Carried<TDomain>? Find(SqliteSession session, MessageKey message)
    {
        var leaves = session.First(
            SelectMessage, row => ((ulong Origin, ulong Submitted)?)(row.Unsigned(0), row.Unsigned(1)), ("$sender", message.From.ToString()), ("$id", message.Id.ToString()));
        if (leaves is not { } found) return null;
        var deliveries = session.Query(
            SelectDeliveries, row => KeyValuePair.Create(row.Node(0), (Rung)row.GetInt32(1)), ("$sender", message.From.ToString()), ("$id", message.Id.ToString()));
        var origin = Position(session, found.Origin);
        return new Carried<TDomain>(
            OriginNote<TDomain>.Parse(origin.Entry, _domain), origin, Position(session, found.Submitted), deliveries.ToImmutableDictionary());
    }

    private HubResult<TDomain> CarryOut(SqliteSession session, SqliteTranscript.Appending log, HubStep<TDomain> step, HubDecision<TDomain> decision)
    {
        switch (decision)
        {
            case HubDecision<TDomain>.Carry carry:
                return Carry(session, log, carry);
            case HubDecision<TDomain>.Refuse refuse:
                var refusal = Append(log, refuse.Refused.ToBytes());
                session.Execute(InsertRefusal, ("$origin", refuse.Origin.LeafHash.Column()), ("$leaf", refusal.Index));
                return new HubResult<TDomain>(decision, null, refusal, null);
            case HubDecision<TDomain>.Forward forward:
                var forwarded = Append(log, forward.Receipt.ToForeignEntry());
                SetRung(session, step.Key, forward.Receipt.Text.From, forward.Rung);
                Enqueue(session, step.Key.From, Lane(session, step.Key), step.Key, forwarded.Index, forward.Receipt.Entry.Length);
                return new HubResult<TDomain>(decision, null, forwarded, Find(session, step.Key));
            case HubDecision<TDomain>.Fail fail:
                var failed = Append(log, fail.Failed.ToBytes());
                foreach (var node in fail.Failed.Undelivered) SetRung(session, step.Key, node, Rung.Failed);
                Enqueue(session, step.Key.From, Lane(session, step.Key), step.Key, failed.Index, failed.Entry.Length);
                return new HubResult<TDomain>(decision, null, failed, Find(session, step.Key));
            case HubDecision<TDomain>.AsBefore { View: var view }:
                return new HubResult<TDomain>(decision, view.Carried?.OriginLeaf, view.Refused ?? view.Carried?.Submitted, view.Carried);
            default:
                return new HubResult<TDomain>(decision, null, null, null);
        }
    }

    private static HubResult<TDomain> Carry(SqliteSession session, SqliteTranscript.Appending log, HubDecision<TDomain>.Carry carry)
    {
        var text = carry.Envelope.Origin.Text;
        var key = new MessageKey(text.From, text.Message);
        var origin = Append(log, carry.Envelope.Origin.Bytes);
        var submitted = Append(log, carry.Submitted.ToBytes());
        session.Execute(
            InsertMessage, ("$sender", key.From.ToString()), ("$id", key.Id.ToString()), ("$origin", origin.Index), ("$submitted", submitted.Index),
            ("$deadline", text.Deadline.Column()), ("$lane", (int)text.Precedence), ("$undelivered", text.To.Length), ("$payload", carry.Envelope.Payload));
        foreach (var node in text.To)
        {
            session.Execute(
                InsertDelivery, ("$sender", key.From.ToString()), ("$id", key.Id.ToString()), ("$node", node.ToString()), ("$rung", (int)Rung.Relayed));
            Enqueue(session, node, text.Precedence, key, null, null);
        }

        var current = new Carried<TDomain>(carry.Envelope.Origin, origin, submitted, text.To.ToImmutableDictionary(node => node, _ => Rung.Relayed));
        return new HubResult<TDomain>(carry, origin, submitted, current);
    }

    private static void SetRung(SqliteSession session, MessageKey key, NodeName node, Rung rung)
    {
        session.Execute(UpdateRung, ("$sender", key.From.ToString()), ("$id", key.Id.ToString()), ("$node", node.ToString()), ("$rung", (int)rung));
        session.Execute(CountUndelivered, ("$sender", key.From.ToString()), ("$id", key.Id.ToString()), ("$relayed", (int)Rung.Relayed));
    }

    private static void Enqueue(SqliteSession session, NodeName node, Precedence lane, MessageKey key, ulong? receiptLeaf, int? entrySize) => session.Execute(
        InsertQueue, ("$node", node.ToString()), ("$lane", (int)lane), ("$sender", key.From.ToString()), ("$id", key.Id.ToString()),
        ("$leaf", receiptLeaf), ("$size", entrySize));

    private static Precedence Lane(SqliteSession session, MessageKey key) =>
        (Precedence)(session.Number(SelectLane, ("$sender", key.From.ToString()), ("$id", key.Id.ToString())) ?? throw new StoreException("A carried message is missing."));

    private static LeafPosition Append(SqliteTranscript.Appending log, ReadOnlyMemory<byte> entry) => new(log.Add(entry), entry);

    private static LeafPosition Position(SqliteSession session, ulong leaf) => new(leaf, SqliteTranscript.Entry(session, leaf));

    /// <summary>A row of the queue.</summary>
    private sealed record Queued(ulong Position, ulong? ReceiptLeaf, int? EntrySize, ulong OriginLeaf, byte[]? Payload)
    {
        public static Queued Read(SqliteDataReader row) => new(
            row.Unsigned(0), row.IsDBNull(1) ? null : row.Unsigned(1), row.IsDBNull(2) ? null : row.GetInt32(2), row.Unsigned(3),
            row.IsDBNull(4) ? null : row.Bytes(4));

        public HubDelivery<TDomain> ToDelivery(SqliteSession session, Precedence lane)
        {
            if (ReceiptLeaf is not { } leaf)
                return new HubDelivery<TDomain>.Message(lane, Position, OriginLeaf, SqliteTranscript.Entry(session, OriginLeaf), Payload);
            ReadOnlyMemory<byte> entry = SqliteTranscript.Entry(session, leaf);
            return new HubDelivery<TDomain>.Receipt(lane, Position, leaf, entry[..EntrySize!.Value], entry[EntrySize.Value..]);
        }
    }
}
