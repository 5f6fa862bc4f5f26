using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Storage.Sqlite;

/// <summary>The transcript's tables, the same in a hub's and a node's database.</summary>
internal sealed class SqliteTranscript : ITranscriptStore
{
    public const string Tables = """
        CREATE TABLE entry (leaf INTEGER PRIMARY KEY, hash BLOB NOT NULL, bytes BLOB NOT NULL) STRICT;
        CREATE INDEX entry_by_hash ON entry (hash);
        CREATE TABLE tile (level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoint (only INTEGER PRIMARY KEY CHECK (only = 1), size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT;
        """;

    private const string SelectHead = "SELECT size, root, note FROM checkpoint;";
    private const string SelectTile = "SELECT hashes FROM tile WHERE level = $level AND number = $number;";
    private const string SelectEntries = "SELECT bytes FROM entry WHERE leaf >= $start AND leaf < $end ORDER BY leaf;";
    private const string SelectEntry = "SELECT bytes FROM entry WHERE leaf = $leaf;";
    private const string SelectLeaf = "SELECT leaf FROM entry WHERE hash = $hash ORDER BY leaf LIMIT 1;";
    private const string InsertEntry = "INSERT INTO entry (leaf, hash, bytes) VALUES ($leaf, $hash, $bytes);";
    private const string ReplaceTile = "INSERT INTO tile (level, number, hashes) VALUES ($level, $number, $hashes) ON CONFLICT DO UPDATE SET hashes = excluded.hashes;";
    private const string FirstCheckpoint = "INSERT INTO checkpoint (only, size, root, note) VALUES (1, $size, $root, $note);";

    // Compare and swap: two processes can never publish two trees of one size.
    private const string ReplaceCheckpoint = "UPDATE checkpoint SET size = $size, root = $root, note = $note WHERE size = $expected;";

    private readonly SqliteDatabase _database;
    private TreeEdge _edge;

    /// <exception cref="StoreException">The stored tree is not the one its checkpoint speaks of.</exception>
    public SqliteTranscript(SqliteDatabase database)
    {
        _database = database;
        _edge = Recover();
    }

    public LogHead? ReadHead() => _database.Read(Head);

    public ReadOnlyMemory<byte> ReadTile(int level, ulong index) => _database.Read(session => Tile(session, level, index));

    public IReadOnlyList<ReadOnlyMemory<byte>> ReadEntries(ulong start, int count) => _database.Read(session => Entries(session, start, count));

    public ulong? FindLeaf(Digest leafHash) => _database.Read(session => FindLeaf(session, leafHash));

    public static ulong? FindLeaf(SqliteSession session, Digest leafHash) => (ulong?)session.Number(SelectLeaf, ("$hash", leafHash.Column()));

    public static byte[] Entry(SqliteSession session, ulong leaf) =>
        session.First(SelectEntry, row => row.Bytes(0), ("$leaf", leaf)) ?? throw new StoreException($"Leaf {leaf} is missing from the transcript.");

    public static LogHead? Head(SqliteSession session) =>
        session.First(SelectHead, row => new LogHead(row.Unsigned(0), row.Hash(1), row.Bytes(2)));

    public static IReadOnlyList<ReadOnlyMemory<byte>> Entries(SqliteSession session, ulong start, int count) =>
        session.Query(SelectEntries, row => (ReadOnlyMemory<byte>)row.Bytes(0), ("$start", start), ("$end", start + (ulong)count));

    public static ReadOnlyMemory<byte> Tile(SqliteSession session, int level, ulong index) =>
        session.First(SelectTile, row => row.Bytes(0), ("$level", level), ("$number", index));

    /// <summary>One transaction that may add leaves, with the checkpoint over them signed at its end.</summary>
    /// <returns>What <paramref name="write"/> gave, and the log's head afterwards.</returns>
    public Task<(T Result, LogHead? Head)> WriteAsync<T>(Func<SqliteSession, Appending, T> write, SignCheckpoint sign, CancellationToken cancellationToken)
    {
        var next = TreeEdge.Empty;
        return _database.WriteAsync(
            session =>
            {
                var log = new Appending(_edge, session);
                var result = write(session, log);
                (var head, next) = log.Finish(sign);
                return (result, head);
            },
            // Before the next transaction begins: it counts its leaves from here.
            committed: () => _edge = next,
            cancellationToken);
    }

    private TreeEdge Recover()
    {
        if (ReadHead() is not { } head) return TreeEdge.Empty;
        TreeEdge edge;
        try
        {
            edge = TreeEdge.Load(head.Size, tile => ReadTile(tile.Level, tile.Index));
        }
        catch (NoteException missing)
        {
            throw new StoreException($"The transcript is damaged: {missing.Message} Restore a backup.", missing);
        }

        return edge.Root == new TreeHash(head.Root.ToArray())
            ? edge
            : throw new StoreException($"The transcript is damaged: its tree of {head.Size} leaves has another root than its checkpoint. Restore a backup.");
    }

    /// <summary>Leaves on their way into the log, in the database when the transaction commits.</summary>
    internal sealed class Appending(TreeEdge edge, SqliteSession session)
    {
        private readonly List<TreeHash> _leaves = [];

        /// <returns>The leaf's index.</returns>
        public ulong Add(ReadOnlyMemory<byte> entry)
        {
            var leaf = edge.Size + (ulong)_leaves.Count;
            var hash = TreeHash.OfLeaf(entry.Span);
            session.Execute(InsertEntry, ("$leaf", leaf), ("$hash", hash.ToArray()), ("$bytes", entry));
            _leaves.Add(hash);
            return leaf;
        }

        /// <summary>Writes tiles and the signed checkpoint of what was added.</summary>
        /// <returns>Head and edge as they are once the transaction commits; the present ones where no leaf was added.</returns>
        public (LogHead? Head, TreeEdge Edge) Finish(SignCheckpoint sign)
        {
            if (_leaves.Count == 0) return (SqliteTranscript.Head(session), edge);
            var (next, tiles) = edge.Append(_leaves);
            foreach (var tile in tiles) session.Execute(ReplaceTile, ("$level", tile.Id.Level), ("$number", tile.Id.Index), ("$hashes", tile.Hashes));
            var root = new Digest(next.Root.ToArray());
            var note = sign(next.Size, root);
            var changed = edge.Size == 0
                ? session.Execute(FirstCheckpoint, ("$size", next.Size), ("$root", root.Column()), ("$note", note))
                : session.Execute(ReplaceCheckpoint, ("$size", next.Size), ("$root", root.Column()), ("$note", note), ("$expected", edge.Size));
            if (changed != 1) throw new StoreException("Another process changed the transcript: nothing was written.");
            return (new LogHead(next.Size, root, note), next);
        }
    }
}
