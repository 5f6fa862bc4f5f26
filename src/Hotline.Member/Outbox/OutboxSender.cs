using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Receipts;
using Hotline.Stores;
using Hotline.Wire;
using Microsoft.Extensions.Logging;

namespace Hotline.Member.Outbox;

/// <summary>Sends what is filed, highest precedence and oldest first, with the same id until it is answered; and this node's own receipts.</summary>
internal sealed partial class OutboxSender<TDomain>(
    MemberStart<TDomain> start, IMemberStore<TDomain> store, MemberLog<TDomain> log, EvidenceVerifier<TDomain> verifier, LogProofs proofs, HubRoute route,
    MemberMetrics metrics, TimeProvider clock, ILogger<OutboxSender<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    private const int InFlight = 16;
    private const int ReceiptsAtOnce = 256;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<MessageId, DateTimeOffset> _parked = [];

    /// <summary>Something new is to be sent, or the hub is back.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    public Task RunAsync(CancellationToken stop) => 
        new Persistence(route, clock, failure => LogFailed(route.Hub, failure.Message)).KeepAsync(SendAllAsync, stop);

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        while (await SendReceiptsAsync(cancellationToken) | await SendMessagesAsync(cancellationToken))
        {
        }

        // Parked messages are looked at again even when nothing wakes us.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_wake.Reader.ReadAsync(patience.Token).AsTask(), Task.Delay(Persistence.LongestWait, clock, patience.Token));
        await patience.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <returns>True when something was sent, so that there may be more.</returns>
    private async Task<bool> SendMessagesAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.ReadOutboxAsync(InFlight + _parked.Count, cancellationToken);
        var now = clock.GetUtcNow();
        var due = waiting.Where(envelope => !_parked.TryGetValue(envelope.Id, out var until) || until <= now).Take(InFlight).ToArray();
        // Each reports its own outcome; a lost connection fails them all, and the next round sends them again under the same ids.
        await Task.WhenAll(due.Select(envelope => SubmitAsync(envelope, cancellationToken)));
        return due.Length > 0;
    }

    private async Task SubmitAsync(Envelope<TDomain> envelope, CancellationToken cancellationToken)
    {
        SubmitReply reply;
        try
        {
            reply = await route.Client.SubmitAsync(new SubmitRequest { Envelope = envelope.ToWire() }, cancellationToken: cancellationToken);
        }
        catch (RpcException rejected) when (IsAboutThisMessage(rejected.StatusCode))
        {
            // No evidence came with it, so the message stays in the outbox; a mended roster or hub may take it yet.
            Park(envelope.Id, rejected.Status.Detail);
            return;
        }

        route.Heard();
        Receipt<TDomain> answer;
        try
        {
            answer = reply.Answer.ToDomain(start.Domain);
        }
        catch (LeafFormatException malformed)
        {
            Park(envelope.Id, malformed.Message);
            return;
        }

        var verdict = verifier.VerifyReceipt(answer);
        var isAnswer = answer.Text.Kind is ReceiptKind.Submitted or ReceiptKind.Refused && answer.Text.From == route.Hub && answer.Text.Answers(envelope.Origin);
        if (verdict.Fault is not null || !isAnswer || (answer.Text.Kind == ReceiptKind.Submitted && verifier.VerifyOriginProof(envelope.Origin, reply.OriginProof.Memory, route.Hub) is null))
        {
            metrics.Lied("answer");
            Park(envelope.Id, "The hub's answer is no evidence.");
            return;
        }

        await log.KeepAsync(new MemberStep<TDomain>.KeepReceipt(answer, null), cancellationToken);
        await KeepSeenAsync(verdict.Checkpoint!, cancellationToken);
        _parked.TryRemove(envelope.Id, out _);
        metrics.Answered(answer.Text.Kind);
        LogAnswered(envelope.Id, answer.Text.Kind);
    }

    private async Task<bool> SendReceiptsAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.ReadReceiptsToSendAsync(ReceiptsAtOnce, cancellationToken);
        if (waiting.Count == 0) return false;
        var head = store.Transcript.ReadHead()!;
        var request = new AnswerRequest();
        request.Receipts.AddRange(waiting.Select(receipt => EnvelopeMapping.ToReceipt(receipt.Entry, proofs.Prove(receipt.Leaf, head))));
        var reply = await route.Client.AnswerAsync(request, cancellationToken: cancellationToken);
        route.Heard();
        var done = waiting.Zip(reply.Taken).Where(pair => pair.Second is Taken.Kept or Taken.NotOurs).Select(pair => pair.First.Leaf).ToArray();
        await store.KeepReceiptsSentAsync(done, cancellationToken);
        if (done.Length == waiting.Count) return true;
        LogReceiptsRejected(waiting.Count - done.Length, route.Hub);
        return false;
    }

    private Task KeepSeenAsync(ProvenCheckpoint proven, CancellationToken cancellationToken) => store.KeepSeenAsync(
        proven.Checkpoint.Origin, new LogHead(proven.Checkpoint.Size, new Digest(proven.Checkpoint.Root.ToArray()), proven.Note), cancellationToken);

    private void Park(MessageId message, string why)
    {
        _parked[message] = clock.GetUtcNow() + Persistence.LongestWait;
        LogParked(message, route.Hub, why);
    }

    private static bool IsAboutThisMessage(StatusCode status) =>
        status is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.ResourceExhausted or StatusCode.FailedPrecondition;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Message} was answered with {Kind}")]
    private partial void LogAnswered(MessageId message, ReceiptKind kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message} stays in the outbox: {Hub} said {Why}")]
    private partial void LogParked(MessageId message, NodeName hub, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} receipts were not taken by {Hub}: they are sent again")]
    private partial void LogReceiptsRejected(int count, NodeName hub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending to {Hub} failed: {Why}")]
    private partial void LogFailed(NodeName hub, string why);
}
