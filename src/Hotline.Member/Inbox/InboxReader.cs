using System.Threading.Channels;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Receipts;
using Hotline.Stores;
using Hotline.Wire;
using Microsoft.Extensions.Logging;
using Direction = Hotline.Stores.Direction;

namespace Hotline.Member.Inbox;

/// <summary>Follows this node's queue at a hub: judges, opens and keeps what comes, and acknowledges it when it is durable.</summary>
internal sealed partial class InboxReader<TDomain>(
    MemberStart<TDomain> start, IMemberStore<TDomain> store, MemberLog<TDomain> log, EvidenceVerifier<TDomain> verifier, Opening<TDomain> opening, HubRoute route,
    SeenCheckpoints seen, Action connected, MemberEvents events, MemberMetrics metrics, TimeProvider clock, ILogger<InboxReader<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Steps on their way to disk while the next items are opened.</summary>
    private const int Pipelined = 64;

    /// <summary>A hub echoes every 5 s; one that is silent for longer is lost.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly Dictionary<Precedence, ulong> _expected = [];

    public Task RunAsync(CancellationToken stop)
    {
        var persistence = new Persistence(route, clock, failure =>
        {
            route.Lost(failure is RpcException { StatusCode: var status } ? $"not connected: {status}" : "not connected");
            if (failure is not SpoiledException) metrics.RouteFailed("follow");
            LogLost(route.Hub, failure.Message);
        });
        return persistence.KeepAsync(FollowAsync, stop);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = route.Client.Follow(cancellationToken: end.Token);
        var from = await store.ReadQueueAsync(route.Hub, end.Token);
        _expected.Clear();
        var begin = new Start();
        foreach (var (lane, position) in from)
        {
            begin.After.Add(new Position { Lane = lane.ToWire(), Position_ = position });
            _expected[lane] = position;
        }

        await call.RequestStream.WriteAsync(new FollowRequest { Start = begin }, end.Token);
        var kept = Channel.CreateBounded<(Task Keeping, Position Position)>(Pipelined);
        var acknowledging = AcknowledgeAsync(kept.Reader, call.RequestStream, end);
        try
        {
            while (await call.ResponseStream.MoveNext(end.Token).WaitAsync(Silence, clock, end.Token))
            {
                route.Heard();
                var reply = call.ResponseStream.Current;
                if (reply.Welcome is { } welcome) await WelcomeAsync(welcome, end.Token);
                else if (reply.Item is { } item) await kept.Writer.WriteAsync((await TakeAsync(item, end.Token), item.Position), end.Token);
            }
        }
        catch (TimeoutException)
        {
            throw new IOException("The hub fell silent.");
        }
        catch (Exception ended) when (ended is OperationCanceledException or RpcException && acknowledging.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            // Something was not kept, or the hub hung up: see below.
        }
        finally
        {
            kept.Writer.TryComplete();
            await end.CancelAsync();
            await acknowledging;
        }

        if (await acknowledging is { } notKept) throw new StoreException($"What came was not kept: {notKept.Message}", notKept.IsDoubtful, notKept);
        throw new IOException("The hub ended the stream.");
    }

    private async Task WelcomeAsync(Welcome welcome, CancellationToken cancellationToken)
    {
        route.Connected();
        connected();
        LogConnected(route.Hub);
        if (welcome.RosterNumber != start.Rosters.Current.Number) LogOtherRoster(route.Hub, welcome.RosterNumber, start.Rosters.Current.Number);
        if (welcome.Checkpoint.IsEmpty) return;
        if (verifier.VerifyCheckpoint(welcome.Checkpoint.Memory, route.Hub) is { } proven) await KeepSeenAsync(seen.Newer(proven), cancellationToken);
        else Lied("checkpoint", "its checkpoint is not signed by its log");
    }

    /// <returns>Completes when the item, whatever it was, is dealt with durably.</returns>
    private async Task<Task> TakeAsync(Item item, CancellationToken cancellationToken)
    {
        if (item.Position?.Lane.ToDomain() is not { } lane) throw new IOException("The hub sent an item without a position.");
        var before = _expected.GetValueOrDefault(lane);
        var from = new QueuePosition(route.Hub, lane, item.Position.Position_) { After = before };
        var expected = before + 1;
        if (from.Position != expected)
        {
            metrics.Gap();
            LogGap(route.Hub, lane, expected, from.Position);
        }

        _expected[lane] = from.Position;
        try
        {
            return item.ContentCase switch
            {
                Item.ContentOneofCase.Message => await TakeMessageAsync(item.Message, from, cancellationToken),
                Item.ContentOneofCase.Receipt => TakeReceipt(item.Receipt.ToDomain(start.Domain), from, cancellationToken),
                _ => Pass(from, "item", "it holds nothing known here", cancellationToken),
            };
        }
        catch (LeafFormatException malformed)
        {
            return Pass(from, "item", malformed.Message, cancellationToken);
        }
    }

    private async Task<Task> TakeMessageAsync(MessageItem item, QueuePosition from, CancellationToken cancellationToken)
    {
        var envelope = item.Envelope.ToDomain(start.Domain);
        var origin = envelope.Origin;
        if (verifier.VerifyOrigin(origin) is { } fault) return Pass(from, "origin", $"the note is no evidence of origin: {fault}", cancellationToken);
        if (!origin.Text.To.Contains(start.Node)) return Pass(from, "origin", "the message is not for this node", cancellationToken);
        // The message is genuine, so the hub must not be able to lose it by spoiling what it adds: come again until it is right.
        if (!envelope.PayloadMatches()) throw Spoiled("payload", "the payload is not the one of the note");
        if (verifier.VerifyOriginProof(origin, item.OriginProof.Memory, route.Hub) is not { } proven) throw Spoiled("proof", "the note is not proven to be in its log");

        if (await store.FindAsync(origin.Id, origin.Text.From, cancellationToken) is { Direction: Direction.Received } before && before.Origin.LeafHash != origin.LeafHash)
            return RefuseAsync(envelope, from, RefusalReason.Conflict, "another message of this id came before", cancellationToken);
        var state = await store.ReadSealStateAsync(origin.Text.Channel, cancellationToken) ?? SealState.None;
        var result = opening.Open(envelope, state);
        if (result is OpeningResult.Refused refused) return RefuseAsync(envelope, from, refused.Reason, refused.Rule, cancellationToken);
        var opened = (OpeningResult.Opened)result;

        if (origin.Text.Kind == EnvelopeKind.Objects)
        {
            // Before the message is kept: whoever takes objects is idempotent, and a crash between the two only repeats it.
            foreach (var attachment in opened.Statement.Attachments)
                await events.ObjectsAsync(new OpenedObjects(origin.Text.From, origin.Text.Channel, attachment.Content), cancellationToken);
        }

        var delivered = ReceiptText<TDomain>.About(origin, ReceiptKind.Delivered, start.Node, log.Now);
        return KeepAsync(
            new MemberStep<TDomain>.Receive(envelope, opened.Next, opened.Archived, opened.Conversation, delivered, item.OriginProof.Memory, from) { Seen = seen.Newer(proven) },
            origin, cancellationToken);
    }

    private Task<MemberOutcome> TakeReceipt(Receipts.Receipt<TDomain> receipt, QueuePosition from, CancellationToken cancellationToken)
    {
        var verdict = verifier.VerifyReceipt(receipt);
        if (verdict.Fault is { } fault) return Pass(from, "receipt", $"a receipt is no evidence: {fault}", cancellationToken);
        var head = receipt.Text.From == route.Hub ? seen.Newer(verdict.Checkpoint!) : null;
        return KeepInOrderAsync(new MemberStep<TDomain>.KeepReceipt(receipt, from) { Seen = head }, cancellationToken);
    }

    private async Task KeepAsync(MemberStep<TDomain>.Receive step, OriginNote<TDomain> origin, CancellationToken cancellationToken)
    {
        var outcome = await KeepInOrderAsync(step, cancellationToken);
        if (outcome != MemberOutcome.Kept) return;
        metrics.Received();
        LogReceived(origin.Id, origin.Text.From, origin.Text.Precedence);
        events.Arrived(origin.Text.Precedence);
    }

    private async Task RefuseAsync(Envelope<TDomain> envelope, QueuePosition from, RefusalReason reason, string rule, CancellationToken cancellationToken)
    {
        metrics.Refused(reason);
        LogRefused(envelope.Id, envelope.Origin.Text.From, reason, rule);
        var refused = ReceiptText<TDomain>.Refusing(envelope.Origin, reason, start.Node, log.Now);
        await KeepInOrderAsync(new MemberStep<TDomain>.Refuse(envelope, refused, from), cancellationToken);
    }

    private Task<MemberOutcome> Pass(QueuePosition from, string kind, string why, CancellationToken cancellationToken)
    {
        Lied(kind, why);
        return KeepInOrderAsync(new MemberStep<TDomain>.Pass(from), cancellationToken);
    }

    private async Task<MemberOutcome> KeepInOrderAsync(MemberStep<TDomain> step, CancellationToken cancellationToken)
    {
        var outcome = await log.KeepAsync(step, cancellationToken);
        return outcome == MemberOutcome.OutOfOrder ? throw new StoreException("What came before it was not kept.") : outcome;
    }

    /// <summary>Counted here; told when the stream is given up for it.</summary>
    private SpoiledException Spoiled(string kind, string why)
    {
        metrics.Lied(kind);
        return new SpoiledException($"The hub spoiled a message: {why}.");
    }

    private void Lied(string kind, string why)
    {
        metrics.Lied(kind);
        LogNotEvidence(route.Hub, why);
    }

    private Task KeepSeenAsync(SeenHead? newer, CancellationToken cancellationToken) =>
        newer is null ? Task.CompletedTask : store.KeepSeenAsync(newer.Origin, newer.Head, cancellationToken);

    /// <returns>Why the stream must begin again from what is kept; null when it ended otherwise.</returns>
    private static async Task<StoreException?> AcknowledgeAsync(
        ChannelReader<(Task Keeping, Position Position)> kept, IClientStreamWriter<FollowRequest> requests, CancellationTokenSource end)
    {
        try
        {
            await foreach (var (keeping, position) in kept.ReadAllAsync(end.Token))
            {
                await keeping;
                await requests.WriteAsync(new FollowRequest { Acknowledge = position }, end.Token);
            }
        }
        catch (StoreException notKept)
        {
            // What comes after it must not be taken any more, or this would never come again.
            await end.CancelAsync();
            return notKept;
        }
        catch (Exception ended) when (ended is OperationCanceledException or RpcException or InvalidOperationException)
        {
            // Not acknowledged means that it comes again; what was kept is known then.
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Following the queue at {Hub}")]
    private partial void LogConnected(NodeName hub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost {Hub}: {Why}")]
    private partial void LogLost(NodeName hub, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Hub} has roster {Theirs}, this node {Ours}")]
    private partial void LogOtherRoster(NodeName hub, ulong theirs, ulong ours);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Hub} left out positions of lane {Lane}: expected {Expected}, came {Position}")]
    private partial void LogGap(NodeName hub, Precedence lane, ulong expected, ulong position);

    [LoggerMessage(Level = LogLevel.Information, Message = "Received {Message} from {Sender}, {Precedence}")]
    private partial void LogReceived(MessageId message, NodeName sender, Precedence precedence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Message} from {Sender}: {Reason}, {Rule}")]
    private partial void LogRefused(MessageId message, NodeName sender, RefusalReason reason, string rule);

    [LoggerMessage(Level = LogLevel.Error, Message = "From {Hub} came what proves nothing: {Why}")]
    private partial void LogNotEvidence(NodeName hub, string why);
}
