using Grpc.Core;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Hosting.Guarding;
using Hotline.Leaves;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>The exchange at the edge: translate, call, translate back.</summary>
internal sealed partial class ExchangeService<TDomain>(
    TDomain domain, Exchange<TDomain> exchange, Followers<TDomain> followers, RosterBook rosters, HubMetrics metrics, TimeProvider clock,
    ILogger<ExchangeService<TDomain>> logger) : Wire.Exchange.ExchangeBase
    where TDomain : struct, ITrafficDomain
{
    private const int MaxReceipts = 256;

    public override async Task<SubmitReply> Submit(SubmitRequest request, ServerCallContext context)
    {
        var member = MemberOf(context);
        var envelope = Read(() => request.Envelope.ToDomain(domain), member.Node);
        if (envelope.Origin.Text.From != member.Node)
            throw Reject(member.Node, StatusCode.PermissionDenied, "sender", "The note is by another node than this connection's.");
        if (exchange.Judge(envelope.Origin) is { } fault)
            throw Reject(member.Node, StatusCode.Unauthenticated, "origin", $"The note is no evidence of origin: {fault}.");
        var submission = await Commit(() => exchange.AcceptAsync(envelope, context.CancellationToken));
        var reply = new SubmitReply { Answer = submission.Answer.ToWire() };
        if (submission.OriginProof is { } proof) reply.OriginProof = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(proof);
        if (submission.Current is { } current)
            reply.Deliveries.AddRange(current.Deliveries.Select(entry => new Delivery { Node = entry.Key.ToString(), Rung = entry.Value.ToWire() }));
        return reply;
    }

    public override async Task<AnswerReply> Answer(AnswerRequest request, ServerCallContext context)
    {
        var member = MemberOf(context);
        if (request.Receipts.Count > MaxReceipts) throw Reject(member.Node, StatusCode.ResourceExhausted, "receipts", $"An answer holds at most {MaxReceipts} receipts.");
        var taken = await Commit(() => Task.WhenAll(request.Receipts.Select(wire => TakeAsync(wire, member.Node, context.CancellationToken))));
        return new AnswerReply { Taken = { taken } };
    }

    public override async Task Follow(IAsyncStreamReader<FollowRequest> requestStream, IServerStreamWriter<FollowReply> responseStream, ServerCallContext context)
    {
        var member = MemberOf(context);
        if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.Start is not { } start)
            throw Reject(member.Node, StatusCode.InvalidArgument, "form", "A stream begins with start.");
        var http = context.GetHttpContext();
        var certificateEnds = new DateTimeOffset(http.Connection.ClientCertificate!.NotAfter);
        try
        {
            await followers.FollowAsync(
                member.Node, start, requestStream, responseStream, certificateEnds, () => http.FindPeer(rosters, clock) is Peer.Node, context.CancellationToken);
        }
        catch (FollowException ended) when (ended.IsNobodysFault)
        {
            LogEnded(member.Node, ended.Message);
            throw RejectedCall.Told(ended.Status, ended.Message);
        }
        catch (FollowException ended)
        {
            throw Reject(member.Node, ended.Status, ended.Rule, ended.Message);
        }
        catch (StoreException failed)
        {
            throw Reject(member.Node, StatusCode.Unavailable, "store", $"The hub's database failed: {failed.Message}");
        }
    }

    /// <summary>The member at the other end, by the roster in force now.</summary>
    private RosterMember MemberOf(ServerCallContext context)
    {
        if (context.GetHttpContext().FindPeer(rosters, clock) is Peer.Node node) return node.Member;
        metrics.Rejected("member");
        LogNoMember(context.Peer);
        throw RejectedCall.Told(StatusCode.PermissionDenied, "Your TLS key belongs to no member in good standing on this hub's roster.");
    }

    private async Task<Taken> TakeAsync(Wire.Receipt wire, NodeName sender, CancellationToken cancellationToken)
    {
        Receipts.Receipt<TDomain> receipt;
        try
        {
            receipt = wire.ToDomain(domain);
        }
        catch (LeafFormatException malformed)
        {
            metrics.Rejected("receipt");
            LogRejected(sender, malformed.Message);
            return Taken.Invalid;
        }

        return await exchange.AnswerAsync(receipt, sender, cancellationToken) switch
        {
            null => Taken.Kept,
            AnswerFault.NotOurs => Taken.NotOurs,
            _ => Taken.Invalid,
        };
    }

    private T Read<T>(Func<T> read, NodeName sender)
    {
        try
        {
            return read();
        }
        catch (LeafFormatException malformed)
        {
            throw Reject(sender, StatusCode.InvalidArgument, "form", malformed.Message);
        }
    }

    private static async Task<T> Commit<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (Exception failed) when (failed is StoreException or TimeoutException)
        {
            // Nothing that a member can see happened; under the same id the next try gets the true state.
            throw new RpcException(new Status(StatusCode.Unavailable, "The hub could not commit in time: try again with the same id."));
        }
    }

    private RpcException Reject(NodeName sender, StatusCode status, string rule, string sentence)
    {
        metrics.Rejected(rule);
        LogRejected(sender, sentence);
        return RejectedCall.Told(status, sentence);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a call by {Sender}: {Sentence}")]
    private partial void LogRejected(NodeName sender, string sentence);

    [LoggerMessage(Level = LogLevel.Information, Message = "Ended the stream of {Node}: {Sentence}")]
    private partial void LogEnded(NodeName node, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a call from {Address}: its TLS key is no member's")]
    private partial void LogNoMember(string address);
}
