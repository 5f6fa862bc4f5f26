using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>A member's store on SQLite. Statements that write are in <see cref="MemberWriting{TDomain}"/>.</summary>
public sealed class SqliteMemberStore<TDomain> : IMemberStore<TDomain>
    where TDomain : struct, ITrafficDomain
{
    internal const string Tables = """
        CREATE TABLE conversation (id TEXT PRIMARY KEY, salt BLOB NOT NULL, sequence INTEGER NOT NULL, last BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE seal_state (channel TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE message (
            number INTEGER PRIMARY KEY AUTOINCREMENT, sent INTEGER NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL, origin BLOB NOT NULL,
            origin_leaf INTEGER NOT NULL, at INTEGER NOT NULL, lane INTEGER NOT NULL, conversation TEXT, answered INTEGER NOT NULL DEFAULT 0,
            payload BLOB, wrapped_key BLOB, sealed BLOB, hub_proof BLOB, UNIQUE (sender, id, origin)) STRICT;
        CREATE INDEX message_outbox ON message (lane DESC, number) WHERE sent = 1 AND answered = 0;
        CREATE INDEX message_box ON message (sent, number);
        CREATE INDEX message_by_id ON message (id, sender);
        CREATE TABLE recipient (message INTEGER NOT NULL REFERENCES message, node TEXT NOT NULL, rung INTEGER NOT NULL, PRIMARY KEY (message, node)) STRICT, WITHOUT ROWID;
        CREATE TABLE receipt (
            leaf INTEGER PRIMARY KEY, sender TEXT NOT NULL, id TEXT NOT NULL, hash BLOB NOT NULL UNIQUE, entry_size INTEGER NOT NULL, at INTEGER NOT NULL,
            lane INTEGER NOT NULL, to_send INTEGER NOT NULL) STRICT;
        CREATE INDEX receipt_of_message ON receipt (sender, id);
        CREATE INDEX receipt_to_send ON receipt (leaf) WHERE to_send = 1;
        CREATE TABLE queue_position (hub TEXT NOT NULL, lane INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (hub, lane)) STRICT, WITHOUT ROWID;
        CREATE TABLE seen (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string SelectConversation = "SELECT sequence, last, salt FROM conversation WHERE id = $id;";
    private const string SelectSealState = "SELECT bytes FROM seal_state WHERE channel = $channel;";
    private const string SelectOutbox = """
        SELECT e.bytes, m.payload FROM message m JOIN entry e ON e.leaf = m.origin_leaf
        WHERE m.sent = 1 AND m.answered = 0 ORDER BY m.lane DESC, m.number LIMIT $limit;
        """;
    private const string SelectReceiptsToSend = """
        SELECT r.leaf, e.bytes, r.lane FROM receipt r JOIN entry e ON e.leaf = r.leaf WHERE r.to_send = 1 ORDER BY r.leaf LIMIT $limit;
        """;
    private const string UpdateReceiptSent = "UPDATE receipt SET to_send = 0 WHERE leaf = $leaf;";
    private const string SelectQueue = "SELECT lane, position FROM queue_position WHERE hub = $hub;";
    private const string SelectSeen = "SELECT size, root, note FROM seen WHERE origin = $origin;";
    private const string Record = "SELECT m.number, m.sent, e.bytes, m.at, m.wrapped_key, m.sealed FROM message m JOIN entry e ON e.leaf = m.origin_leaf ";
    private const string SelectInbox = Record + """
        WHERE m.sent = 0 AND ($before IS NULL OR m.number < $before)
        AND ($unread = 0 OR EXISTS (SELECT 1 FROM recipient r WHERE r.message = m.number AND r.rung = 2)) ORDER BY m.number DESC LIMIT $limit;
        """;
    private const string SelectInboxAfter = Record + "WHERE m.sent = 0 AND m.number > $after ORDER BY m.number LIMIT $limit;";
    private const string SelectSent = Record + "WHERE m.sent = 1 AND ($before IS NULL OR m.number < $before) ORDER BY m.number DESC LIMIT $limit;";
    private const string SelectById = Record + "WHERE m.id = $id ORDER BY m.number;";
    private const string SelectByKey = Record + "WHERE m.id = $id AND m.sender = $sender ORDER BY m.number LIMIT 1;";
    private const string SelectRungs = "SELECT node, rung FROM recipient WHERE message = $message;";
    private const string SelectReceipts = """
        SELECT r.leaf, e.bytes, r.entry_size, r.at FROM receipt r JOIN entry e ON e.leaf = r.leaf WHERE r.sender = $sender AND r.id = $id ORDER BY r.leaf;
        """;
    private const string SelectCounts = """
        SELECT (SELECT count(*) FROM message WHERE sent = 1), (SELECT count(*) FROM message WHERE sent = 0),
            (SELECT count(*) FROM message WHERE sent = 1 AND answered = 0), (SELECT count(*) FROM receipt WHERE to_send = 1),
            (SELECT count(*) FROM message m JOIN recipient r ON r.message = m.number WHERE m.sent = 0 AND r.rung = 2),
            (SELECT count(*) FROM draft WHERE message IS NULL);
        """;

    private readonly SqliteDatabase _database;
    private readonly SqliteTranscript _transcript;
    private readonly MemberWriting<TDomain> _writing;
    private readonly TDomain _domain;

    internal SqliteMemberStore(SqliteDatabase database, TDomain domain)
    {
        (_database, _transcript, _domain) = (database, new SqliteTranscript(database), domain);
        _writing = new MemberWriting<TDomain>(domain);
    }

    public ITranscriptStore Transcript => _transcript;

    public async Task<IReadOnlyList<MemberOutcome>> CommitBatchAsync(
        IReadOnlyList<MemberStep<TDomain>> steps, SignCheckpoint sign, CancellationToken cancellationToken)
    {
        var (outcomes, _) = await _transcript.WriteAsync(
            (session, log) => steps.Select(step => _writing.Keep(session, log, step)).ToArray(), sign, cancellationToken);
        return outcomes;
    }

    public Task<ConversationHead?> ReadConversationAsync(string conversation, CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.First(SelectConversation, row => new ConversationHead(row.Unsigned(0), row.Hash(1), row.Bytes(2)), ("$id", conversation)), cancellationToken);

    public Task<SealState?> ReadSealStateAsync(ChannelId channel, CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.First(SelectSealState, row => new SealState(channel, row.Bytes(0)), ("$channel", channel.ToString())), cancellationToken);

    public Task<IReadOnlyList<Envelope<TDomain>>> ReadOutboxAsync(int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Envelope<TDomain>>>(
            session => session.Query(
                SelectOutbox, row => new Envelope<TDomain>(OriginNote<TDomain>.Parse(row.Bytes(0), _domain), row.Bytes(1)), ("$limit", limit)),
            cancellationToken);

    public Task<IReadOnlyList<OutgoingReceipt>> ReadReceiptsToSendAsync(int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<OutgoingReceipt>>(
            session => session.Query(
                SelectReceiptsToSend, row => new OutgoingReceipt(row.Unsigned(0), row.Bytes(1), (Precedence)row.GetInt32(2)), ("$limit", limit)),
            cancellationToken);

    public Task KeepReceiptsSentAsync(IReadOnlyList<ulong> leaves, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => leaves.Sum(leaf => session.Execute(UpdateReceiptSent, ("$leaf", leaf))), cancellationToken);

    public Task<ImmutableDictionary<Precedence, ulong>> ReadQueueAsync(NodeName hub, CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.Query(SelectQueue, row => KeyValuePair.Create((Precedence)row.GetInt32(0), row.Unsigned(1)), ("$hub", hub.ToString())).ToImmutableDictionary(),
        cancellationToken);

    public Task<LogHead?> ReadSeenAsync(string origin, CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.First(SelectSeen, row => new LogHead(row.Unsigned(0), row.Hash(1), row.Bytes(2)), ("$origin", origin)), cancellationToken);

    public Task KeepSeenAsync(string origin, LogHead head, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => MemberWriting<TDomain>.KeepSeen(session, origin, head), cancellationToken);

    public Task<IReadOnlyList<MessageRecord<TDomain>>> ReadInboxAsync(bool unreadOnly, long? before, int limit, CancellationToken cancellationToken) =>
        ReadRecordsAsync(SelectInbox, cancellationToken, ("$unread", unreadOnly ? 1 : 0), ("$before", before), ("$limit", limit));

    public Task<IReadOnlyList<MessageRecord<TDomain>>> ReadInboxAfterAsync(long after, int limit, CancellationToken cancellationToken) =>
        ReadRecordsAsync(SelectInboxAfter, cancellationToken, ("$after", after), ("$limit", limit));

    public Task<IReadOnlyList<MessageRecord<TDomain>>> ReadSentAsync(long? before, int limit, CancellationToken cancellationToken) =>
        ReadRecordsAsync(SelectSent, cancellationToken, ("$before", before), ("$limit", limit));

    public async Task<MessageRecord<TDomain>?> FindAsync(MessageId id, NodeName? from, CancellationToken cancellationToken)
    {
        var found = from is { } sender
            ? await ReadRecordsAsync(SelectByKey, cancellationToken, ("$id", id.ToString()), ("$sender", sender.ToString()))
            : await ReadRecordsAsync(SelectById, cancellationToken, ("$id", id.ToString()));
        // An id that another sender used too names neither message: the first could be the wrong one.
        return found.DistinctBy(record => record.Key.From).Take(2).ToArray() is [var only] ? only : null;
    }

    public Task<IReadOnlyList<ReceiptRecord>> ReadReceiptsAsync(MessageKey message, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<ReceiptRecord>>(
            session => session.Query(
                SelectReceipts,
                row =>
                {
                    ReadOnlyMemory<byte> entry = row.Bytes(1);
                    var size = row.GetInt32(2);
                    return new ReceiptRecord(row.Unsigned(0), entry[..size], entry[size..], row.Time(3));
                },
                ("$sender", message.From.ToString()), ("$id", message.Id.ToString())),
            cancellationToken);

    public Task<MemberCounts> CountAsync(CancellationToken cancellationToken) => _database.ReadAsync(
        session => session.First(
            SelectCounts, row => new MemberCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)))!,
        cancellationToken);

    private Task<IReadOnlyList<MessageRecord<TDomain>>> ReadRecordsAsync(
        string statement, CancellationToken cancellationToken, params (string Name, object? Value)[] values) =>
        _database.ReadAsync<IReadOnlyList<MessageRecord<TDomain>>>(
            session =>
            {
                var records = session.Query(
                    statement,
                    row => new MessageRecord<TDomain>(
                        row.GetInt64(0), row.GetInt32(1) == 1 ? Direction.Sent : Direction.Received, OriginNote<TDomain>.Parse(row.Bytes(2), _domain), row.Time(3),
                        ImmutableDictionary<NodeName, Rung>.Empty, row.IsDBNull(4) ? null : new ArchivedContent(row.Bytes(4), row.Bytes(5))),
                    values);
                return [.. records.Select(record => record with { Rungs = Rungs(session, record.Row) })];
            },
            cancellationToken);

    private static ImmutableDictionary<NodeName, Rung> Rungs(SqliteSession session, long message) =>
        session.Query(SelectRungs, row => KeyValuePair.Create(row.Node(0), (Rung)row.GetInt32(1)), ("$message", message)).ToImmutableDictionary();
}
