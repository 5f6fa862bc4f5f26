using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Member.Inbox;
using Hotline.Member.Keys;
using Hotline.Receipts;
using Hotline.Rosters;
using Hotline.Stores;

namespace Hotline.Member;

/// <summary>One member: sends what its desk or service says, reads what came, and acknowledges it.</summary>
public sealed class Member<TDomain>
    where TDomain : struct, ITrafficDomain
{
    private readonly MemberStart<TDomain> _start;
    private readonly IMemberStore<TDomain> _store;
    private readonly MemberLog<TDomain> _log;
    private readonly Composer<TDomain> _composer;
    private readonly Archive _archive;

    public Member(MemberStart<TDomain> start, IMemberStore<TDomain> store, MemberLog<TDomain> log)
    {
        (_start, _store, _log, _archive) = (start, store, log, new Archive(start.Keys.Archive));
        _composer = new Composer<TDomain>(start, _archive);
    }

    /// <summary>Signs, seals and keeps a draft. When this returns FILED it will go out exactly as sealed, whatever crashes.</summary>
    /// <exception cref="StoreException">Nothing was kept.</exception>
    public async Task<SendResult> SendAsync(Draft draft, CancellationToken cancellationToken)
    {
        var now = _log.Now;
        if (draft.WhyNot(now) is { } why) return new SendResult.Refused(why);
        var roster = _start.Rosters.Current;
        var (suite, members, unsealable) = Composer<TDomain>.Resolve(draft, roster, _start.Node, now);
        if (suite is null) return new SendResult.Refused(unsealable!);
        var id = MessageId.New(now);
        var conversation = draft.Conversation ?? id.ToString();
        while (true)
        {
            var head = await _store.ReadConversationAsync(conversation, cancellationToken);
            var state = await _store.ReadSealStateAsync(draft.Channel, cancellationToken) ?? SealState.None;
            var on = new ComposeOn(roster, conversation, head, state, await SeenAsync(roster, cancellationToken), _log.Now);
            var step = _composer.Compose(draft, id, suite, members, on);
            // Another message of the conversation came between: this one continues that one instead.
            if (await _log.KeepAsync(step, cancellationToken) == MemberOutcome.LostRace) continue;
            var origin = step.Envelope.Origin;
            return new SendResult.Filed(new MessageKey(_start.Node, id), origin.LeafHash, origin.Text.Time, origin.Text.Deadline, conversation);
        }
    }

    /// <summary>The officer's deliberate acknowledgement of a received message: signs the NRR and keeps it for sending.</summary>
    /// <returns>The NRR's text and leaf; null when no message of that name was delivered here.</returns>
    /// <exception cref="StoreException">Nothing was kept.</exception>
    public async Task<(ReceiptText<TDomain> Receipt, Digest Leaf)?> AcknowledgeAsync(MessageKey message, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(message.Id, message.From, cancellationToken) is not { Direction: Direction.Received } record) return null;
        if (await FindReadAsync(message, cancellationToken) is { } before) return before;
        var text = ReceiptText<TDomain>.About(record.Origin, ReceiptKind.Read, _start.Node, _log.Now, await SeenAsync(_start.Rosters.Current, cancellationToken));
        var note = NoteSigning.Sign(text.ToBytes(), _start.Keys.Desk.Notes);
        return await _log.KeepAsync(new MemberStep<TDomain>.Read(message, text, note), cancellationToken) switch
        {
            MemberOutcome.Kept => (text, Digest.OfLeaf(note)),
            MemberOutcome.KeptBefore => await FindReadAsync(message, cancellationToken),
            _ => null,
        };
    }

    /// <summary>A message as a person reads it, from the archive.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<OpenedMessage<TDomain>?> OpenAsync(MessageId id, NodeName? from, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(id, from, cancellationToken) is not { } record) return null;
        var receipts = await _store.ReadReceiptsAsync(record.Key, cancellationToken);
        return OpenedMessage<TDomain>.From(record, receipts, Unarchive, _start.Rosters.Series, _start.Domain);
    }

    /// <summary>Opens a record for a list, without its receipts.</summary>
    public OpenedMessage<TDomain> Open(MessageRecord<TDomain> record) => OpenedMessage<TDomain>.From(record, [], Unarchive, _start.Rosters.Series, _start.Domain);

    private Statements.Statement? Unarchive(MessageRecord<TDomain> record) => record.Archived is { } archived
        ? Letters.StatementForm.Read(_archive.Open(record.Direction, record.Key, archived))
        : null;

    private async Task<(ReceiptText<TDomain> Receipt, Digest Leaf)?> FindReadAsync(MessageKey message, CancellationToken cancellationToken)
    {
        foreach (var record in await _store.ReadReceiptsAsync(message, cancellationToken))
        {
            var receipt = Receipt<TDomain>.Parse(record.Entry, record.Proof, _start.Domain);
            if (receipt.Text.Kind == ReceiptKind.Read && receipt.Text.From == _start.Node) return (receipt.Text, receipt.LeafHash);
        }

        return null;
    }

    private async Task<Seen?> SeenAsync(Roster roster, CancellationToken cancellationToken)
    {
        foreach (var hub in roster.Hubs)
        {
            var origin = LogOrigin.Of(hub.Node, _start.Domain);
            if (await _store.ReadSeenAsync(origin, cancellationToken) is { } head) return new Seen(origin, head.Size, head.Root);
        }

        return null;
    }
}
