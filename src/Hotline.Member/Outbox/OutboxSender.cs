using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Receipts;
using Hotline.Stores;
using Hotline.Wire;
using Microsoft.Extensions.Logging;

namespace Hotline.Member.Outbox;

/// <summary>Sends what is filed, highest precedence and oldest first, with the same id until it is answered.</summary>
internal sealed partial class OutboxSender<TDomain>(
    MemberStart<TDomain> start, IMemberStore<TDomain> store, MemberLog<TDomain> log, EvidenceVerifier<TDomain> verifier, HubRoute route, SeenCheckpoints seen,
    MemberMetrics metrics, TimeProvider clock, ILogger<OutboxSender<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    private readonly Outgoing<TDomain> _outgoing = new(store, clock);
    private readonly Wakening _wakening = new(clock);

    /// <summary>It was just filed.</summary>
    public void Add(Envelope<TDomain> filed)
    {
        _outgoing.Add(filed);
        _wakening.Wake();
    }

    /// <summary>The hub is back.</summary>
    public void Wake() => _wakening.Wake();

    public Task RunAsync(CancellationToken stop) =>
        new Persistence(route, clock, TellFailure).KeepAsync(SendAllAsync, stop);

    /// <summary>Returns when everything was answered and nothing new came for a while.</summary>
    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var submitting = new List<Task>();
        _outgoing.Restart();
        try
        {
            while (true)
            {
                while (await _outgoing.TakeAsync(end.Token) is { } next) submitting.Add(SubmitNextAsync(next, end.Token));
                var isIdle = _outgoing.IsIdle;
                // Parked messages are looked at again even when nothing wakes us.
                var isWoken = await _wakening.WaitAsync(Persistence.LongestWait, end.Token);
                // Taken down first: one that fails while the others are awaited must be awaited in its turn.
                var done = submitting.Where(task => task.IsCompleted).ToArray();
                foreach (var submitted in done) await submitted;
                submitting.RemoveAll(done.Contains);
                if (isIdle && !isWoken) return;
            }
        }
        finally
        {
            // One that failed fails them all, and the next round sends them again under the same ids.
            await end.CancelAsync();
            await Task.WhenAll(submitting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SubmitNextAsync(Envelope<TDomain> envelope, CancellationToken cancellationToken)
    {
        try
        {
            await SubmitAsync(envelope, cancellationToken);
        }
        finally
        {
            _wakening.Wake();
        }
    }

    private async Task SubmitAsync(Envelope<TDomain> envelope, CancellationToken cancellationToken)
    {
        SubmitReply reply;
        try
        {
            reply = await route.Client.SubmitAsync(
                new SubmitRequest { Envelope = envelope.ToWire() }, deadline: AnswerTime.After(envelope.Payload.Length + envelope.Origin.Bytes.Length), cancellationToken: cancellationToken);
        }
        catch (RpcException rejected) when (IsAboutThisMessage(rejected.StatusCode))
        {
            // No evidence came with it, so the message stays in the outbox; a mended roster or hub may take it yet.
            metrics.Rejected(rejected.StatusCode.ToString());
            Park(envelope, rejected.Status.Detail);
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
            metrics.Lied("answer");
            Park(envelope, malformed.Message);
            return;
        }

        var verdict = verifier.VerifyReceipt(answer);
        var isAnswer = answer.Text.Kind is ReceiptKind.Submitted or ReceiptKind.Refused && answer.Text.From == route.Hub && answer.Text.Answers(envelope.Origin);
        if (verdict.Fault is not null || !isAnswer || (answer.Text.Kind == ReceiptKind.Submitted && verifier.VerifyOriginProof(envelope.Origin, reply.OriginProof.Memory, route.Hub) is null))
        {
            metrics.Lied("answer");
            Park(envelope, "The hub's answer is no evidence.");
            return;
        }

        await log.KeepAsync(new MemberStep<TDomain>.KeepReceipt(answer, null) { Seen = seen.Newer(verdict.Checkpoint!) }, cancellationToken);
        _outgoing.Answered(envelope);
        metrics.Answered(answer.Text.Kind);
        LogAnswered(envelope.Id, answer.Text.Kind);
    }

    private void TellFailure(Exception failure)
    {
        metrics.RouteFailed("send");
        LogFailed(route.Hub, failure.Message);
    }

    private void Park(Envelope<TDomain> envelope, string why)
    {
        _outgoing.Park(envelope, clock.GetUtcNow() + Persistence.LongestWait);
        LogParked(envelope.Id, route.Hub, why);
    }

    private static bool IsAboutThisMessage(StatusCode status) =>
        status is StatusCode.InvalidArgument or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.ResourceExhausted or StatusCode.FailedPrecondition;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Message} was answered with {Kind}")]
    private partial void LogAnswered(MessageId message, ReceiptKind kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message} stays in the outbox: {Hub} said {Why}")]
    private partial void LogParked(MessageId message, NodeName hub, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending to {Hub} failed: {Why}")]
    private partial void LogFailed(NodeName hub, string why);
}
