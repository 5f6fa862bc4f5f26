using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>What each step of a member's node writes, within the batch's transaction.</summary>
internal sealed class MemberWriting<TDomain>(TDomain domain)
    where TDomain : struct, ITrafficDomain
{
    private const string SelectConversation = "SELECT sequence, last FROM conversation WHERE id = $id;";
    private const string UpsertConversation = """
        INSERT INTO conversation (id, salt, sequence, last) VALUES ($id, $salt, $sequence, $last)
        ON CONFLICT DO UPDATE SET sequence = excluded.sequence, last = excluded.last;
        """;
    private const string UpsertSealState = "INSERT INTO seal_state (channel, bytes) VALUES ($channel, $bytes) ON CONFLICT DO UPDATE SET bytes = excluded.bytes;";
    private const string SelectMessage = "SELECT number, origin, origin_leaf, lane FROM message WHERE sender = $sender AND id = $id AND origin = $origin;";
    private const string SelectKept = "SELECT number FROM message WHERE sender = $sender AND id = $id AND sent = $sent ORDER BY number LIMIT 1;";
    private const string InsertMessage = """
        INSERT INTO message (sent, sender, id, origin, origin_leaf, at, lane, conversation, payload, wrapped_key, sealed, hub_proof)
        VALUES ($sent, $sender, $id, $origin, $leaf, $at, $lane, $conversation, $payload, $key, $sealed, $proof) RETURNING number;
        """;
    private const string UpsertRung = "INSERT INTO recipient (message, node, rung) VALUES ($message, $node, $rung) ON CONFLICT DO UPDATE SET rung = excluded.rung;";
    private const string SelectRungs = "SELECT node, rung FROM recipient WHERE message = $message;";

    // An answered message is never sent again, so its payload need not stay: the archive has the content, the hub the ciphertext.
    private const string UpdateAnswered = "UPDATE message SET answered = 1, payload = NULL WHERE number = $message;";
    private const string SelectReceipt = "SELECT leaf FROM receipt WHERE hash = $hash;";
    private const string InsertReceipt = """
        INSERT INTO receipt (leaf, sender, id, hash, entry_size, at, lane, to_send) VALUES ($leaf, $sender, $id, $hash, $size, $at, $lane, $send);
        """;
    private const string SelectQueue = "SELECT position FROM queue_position WHERE hub = $hub AND lane = $lane;";
    private const string UpsertQueue = """
        INSERT INTO queue_position (hub, lane, position) VALUES ($hub, $lane, $position)
        ON CONFLICT DO UPDATE SET position = excluded.position WHERE excluded.position > position;
        """;
    private const string UpsertSeen = """
        INSERT INTO seen (origin, size, root, note) VALUES ($origin, $size, $root, $note)
        ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note WHERE excluded.size > size;
        """;
    private const string UpdateDraft = "UPDATE draft SET message = $message, content = NULL WHERE id = $id;";

    public MemberOutcome Keep(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain> step)
    {
        if (FromOf(step) is { After: > 0 } from && PositionOf(session, from) < from.After) return MemberOutcome.OutOfOrder;
        if (step.Seen is { } seen) KeepSeen(session, seen.Origin, seen.Head);
        return KeepStep(session, log, step);
    }

    public static int KeepSeen(SqliteSession session, string origin, LogHead head) =>
        session.Execute(UpsertSeen, ("$origin", origin), ("$size", head.Size), ("$root", head.Root.Column()), ("$note", head.Note));

    private MemberOutcome KeepStep(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain> step) => step switch
    {
        MemberStep<TDomain>.Send send => Send(session, log, send),
        MemberStep<TDomain>.Receive receive => Receive(session, log, receive),
        MemberStep<TDomain>.Refuse refuse => Refuse(session, log, refuse),
        MemberStep<TDomain>.KeepReceipt keep => KeepReceipt(session, log, keep),
        MemberStep<TDomain>.Read read => Read(session, log, read),
        MemberStep<TDomain>.Pass pass => MoveOn(session, pass.From, MemberOutcome.Kept),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private static MemberOutcome Send(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain>.Send step)
    {
        var origin = step.Envelope.Origin;
        if (Find(session, origin) is not null) return MemberOutcome.KeptBefore;
        var head = session.First(SelectConversation, row => ((ulong Sequence, Digest Last)?)(row.Unsigned(0), row.Hash(1)), ("$id", step.Conversation));
        if (origin.Text.Sequence != (head?.Sequence ?? 0) + 1 || origin.Text.Previous != head?.Last) return MemberOutcome.LostRace;
        session.Execute(
            UpsertConversation, ("$id", step.Conversation), ("$salt", step.ConversationSalt), ("$sequence", origin.Text.Sequence), ("$last", origin.LeafHash.Column()));
        KeepState(session, step.NextState);
        var leaf = log.Add(origin.Bytes);
        var message = Insert(session, origin, leaf, isSent: true, origin.Text.Time, step.Conversation, step.Envelope.Payload, step.Archived, default);
        foreach (var node in origin.Text.To) SetRung(session, message, node, Rung.Filed);
        if (step.Draft is { } draft) session.Execute(UpdateDraft, ("$message", origin.Id.ToString()), ("$id", draft.ToString("D")));
        return MemberOutcome.Kept;
    }

    private static MemberOutcome Receive(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain>.Receive step)
    {
        var origin = step.Envelope.Origin;
        if (Find(session, origin) is not null) return MoveOn(session, step.From, MemberOutcome.KeptBefore);
        KeepState(session, step.NextState);
        var message = Insert(session, origin, log.Add(origin.Bytes), isSent: false, step.Delivered.Time, step.Conversation, null, step.Archived, step.HubProof);
        SetRung(session, message, step.Delivered.From, Rung.Delivered);
        Issue(session, log, origin, step.Delivered.ToBytes(), step.Delivered.Time);
        return MoveOn(session, step.From, MemberOutcome.Kept);
    }

    private static MemberOutcome Refuse(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain>.Refuse step)
    {
        var origin = step.Envelope.Origin;
        if (Find(session, origin) is not null) return MoveOn(session, step.From, MemberOutcome.KeptBefore);
        var message = Insert(session, origin, log.Add(origin.Bytes), isSent: false, step.Refused.Time, null, null, null, default);
        SetRung(session, message, step.Refused.From, Rung.Refused);
        Issue(session, log, origin, step.Refused.ToBytes(), step.Refused.Time);
        return MoveOn(session, step.From, MemberOutcome.Kept);
    }

    private MemberOutcome KeepReceipt(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain>.KeepReceipt step)
    {
        var receipt = step.Receipt;
        var text = receipt.Text;
        var found = session.First(
            SelectMessage, row => ((long Number, ulong Leaf, Precedence Lane)?)(row.GetInt64(0), row.Unsigned(2), (Precedence)row.GetInt32(3)),
            ("$sender", text.To.ToString()), ("$id", text.Message.ToString()), ("$origin", text.Origin.Column()));
        if (found is not { } message) return MoveOn(session, step.From, MemberOutcome.Unknown);
        var origin = OriginNote<TDomain>.Parse(SqliteTranscript.Entry(session, message.Leaf), domain);
        var byRecipient = origin.Text.To.Contains(text.From);
        if (!text.Answers(origin) || !HasSay(text, byRecipient, step.From)) return MoveOn(session, step.From, MemberOutcome.Unknown);
        if (session.Number(SelectReceipt, ("$hash", receipt.LeafHash.Column())) is not null) return MoveOn(session, step.From, MemberOutcome.KeptBefore);
        var leaf = log.Add(receipt.ToForeignEntry());
        KeepReceiptRow(session, leaf, new MessageKey(text.To, text.Message), receipt.LeafHash, receipt.Entry.Length, text.Time, message.Lane, toSend: false);
        var rungs = session.Query(SelectRungs, row => (Node: row.Node(0), Rung: (Rung)row.GetInt32(1)), ("$message", message.Number));
        // What a recipient says is about itself; what a hub says is about all, or about those it names.
        foreach (var (node, rung) in rungs)
        {
            var isMeant = text.Kind == ReceiptKind.Failed ? text.Undelivered.Contains(node) : !byRecipient || node == text.From;
            if (isMeant) SetRung(session, message.Number, node, rung.After(text.Kind));
        }

        if (!byRecipient && text.Kind is ReceiptKind.Submitted or ReceiptKind.Refused) session.Execute(UpdateAnswered, ("$message", message.Number));
        return MoveOn(session, step.From, MemberOutcome.Kept);
    }

    // A member that the message was not for could else, with the hub's help, pass for a recipient that has it.
    private static bool HasSay(ReceiptText<TDomain> text, bool byRecipient, QueuePosition? from) => text.Kind switch
    {
        ReceiptKind.Delivered or ReceiptKind.Read => byRecipient,
        ReceiptKind.Refused => byRecipient || from is null || from.Hub == text.From,
        _ => !byRecipient,
    };

    private MemberOutcome Read(SqliteSession session, SqliteTranscript.Appending log, MemberStep<TDomain>.Read step)
    {
        if (step.Receipt.Domain.Name != domain.Name) return MemberOutcome.Unknown;
        var number = session.Number(SelectKept, ("$sender", step.Message.From.ToString()), ("$id", step.Message.Id.ToString()), ("$sent", 0));
        if (number is not { } message) return MemberOutcome.Unknown;
        var rung = session.Query(SelectRungs, row => (Rung)row.GetInt32(1), ("$message", message)).Single();
        if (rung == Rung.Read) return MemberOutcome.KeptBefore;
        if (rung != Rung.Delivered) return MemberOutcome.Unknown;
        SetRung(session, message, step.Receipt.From, Rung.Read);
        var lane = (Precedence)session.Number("SELECT lane FROM message WHERE number = $message;", ("$message", message))!.Value;
        KeepReceiptRow(session, log.Add(step.Note), step.Message, Digest.OfLeaf(step.Note.Span), step.Note.Length, step.Receipt.Time, lane, toSend: true);
        return MemberOutcome.Kept;
    }

    private static long? Find(SqliteSession session, OriginNote<TDomain> origin) => session.Number(
        SelectMessage, ("$sender", origin.Text.From.ToString()), ("$id", origin.Id.ToString()), ("$origin", origin.LeafHash.Column()));

    private static long Insert(
        SqliteSession session, OriginNote<TDomain> origin, ulong leaf, bool isSent, DateTimeOffset at, string? conversation, ReadOnlyMemory<byte>? payload,
        ArchivedContent? archived, ReadOnlyMemory<byte> hubProof) => session.Number(
        InsertMessage, ("$sent", isSent ? 1 : 0), ("$sender", origin.Text.From.ToString()), ("$id", origin.Id.ToString()), ("$origin", origin.LeafHash.Column()),
        ("$leaf", leaf), ("$at", at.Column()), ("$lane", (int)origin.Text.Precedence), ("$conversation", conversation), ("$payload", payload),
        ("$key", archived?.WrappedKey), ("$sealed", archived?.Sealed), ("$proof", hubProof.IsEmpty ? null : hubProof))!.Value;

    private static void Issue(SqliteSession session, SqliteTranscript.Appending log, OriginNote<TDomain> origin, byte[] entry, DateTimeOffset at) => KeepReceiptRow(
        session, log.Add(entry), new MessageKey(origin.Text.From, origin.Id), Digest.OfLeaf(entry), entry.Length, at, origin.Text.Precedence, toSend: true);

    private static void KeepReceiptRow(
        SqliteSession session, ulong leaf, MessageKey message, Digest hash, int entrySize, DateTimeOffset at, Precedence lane, bool toSend) => session.Execute(
        InsertReceipt, ("$leaf", leaf), ("$sender", message.From.ToString()), ("$id", message.Id.ToString()), ("$hash", hash.Column()), ("$size", entrySize),
        ("$at", at.Column()), ("$lane", (int)lane), ("$send", toSend ? 1 : 0));

    private static void SetRung(SqliteSession session, long message, NodeName node, Rung rung) =>
        session.Execute(UpsertRung, ("$message", message), ("$node", node.ToString()), ("$rung", (int)rung));

    private static void KeepState(SqliteSession session, SealState state)
    {
        if (!state.Bytes.IsEmpty) session.Execute(UpsertSealState, ("$channel", state.Channel.ToString()), ("$bytes", state.Bytes));
    }

    private static QueuePosition? FromOf(MemberStep<TDomain> step) => step switch
    {
        MemberStep<TDomain>.Receive receive => receive.From,
        MemberStep<TDomain>.Refuse refuse => refuse.From,
        MemberStep<TDomain>.KeepReceipt keep => keep.From,
        MemberStep<TDomain>.Pass pass => pass.From,
        _ => null,
    };

    private static ulong PositionOf(SqliteSession session, QueuePosition from) =>
        (ulong)(session.Number(SelectQueue, ("$hub", from.Hub.ToString()), ("$lane", (int)from.Lane)) ?? 0);

    private static MemberOutcome MoveOn(SqliteSession session, QueuePosition? from, MemberOutcome outcome)
    {
        if (from is not null) session.Execute(UpsertQueue, ("$hub", from.Hub.ToString()), ("$lane", (int)from.Lane), ("$position", from.Position.PositionColumn()));
        return outcome;
    }
}
