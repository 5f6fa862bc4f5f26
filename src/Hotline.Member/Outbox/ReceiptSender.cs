using Hotline.Evidence;
using Hotline.Stores;
using Hotline.Wire;
using Microsoft.Extensions.Logging;

namespace Hotline.Member.Outbox;

/// <summary>Sends this node's own receipts (NRD, NRR, REFUSED) until the hub has taken them: all that came while the last call ran in one.</summary>
internal sealed partial class ReceiptSender<TDomain>(
    IMemberStore<TDomain> store, LogProofs proofs, HubRoute route, MemberMetrics metrics, TimeProvider clock, ILogger<ReceiptSender<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    private const int AtOnce = 256;

    private readonly Wakening _wakening = new(clock);

    /// <summary>A receipt is to be sent, or the hub is back.</summary>
    public void Wake() => _wakening.Wake();

    public Task RunAsync(CancellationToken stop) =>
        new Persistence(route, clock, TellFailure).KeepAsync(SendAllAsync, stop);

    /// <summary>Returns when everything is taken and something new is to be sent.</summary>
    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        // Taken by the hub, and not yet noted in the store: what comes next need not wait for that.
        var taken = new HashSet<ulong>();
        var noting = Task.CompletedTask;
        while (true)
        {
            if (noting.IsCompleted)
            {
                await noting;
                taken.Clear();
            }

            var waiting = await store.ReadReceiptsToSendAsync(AtOnce + taken.Count, cancellationToken);
            var next = waiting.Where(receipt => !taken.Contains(receipt.Leaf)).Take(AtOnce).ToArray();
            if (next.Length == 0) break;
            var done = await SendAsync(next, cancellationToken);
            await noting;
            if (noting.IsCompleted) taken.Clear();
            taken.UnionWith(done);
            noting = store.KeepReceiptsSentAsync(done, cancellationToken);
            if (done.Length < next.Length) break;
        }

        await noting;
        await _wakening.WaitAsync(Persistence.LongestWait, cancellationToken);
    }

    /// <returns>Leaves that need not be sent again.</returns>
    private async Task<ulong[]> SendAsync(OutgoingReceipt[] receipts, CancellationToken cancellationToken)
    {
        var head = store.Transcript.ReadHead()!;
        var request = new AnswerRequest();
        request.Receipts.AddRange(receipts.Select(receipt => EnvelopeMapping.ToReceipt(receipt.Entry, proofs.Prove(receipt.Leaf, head))));
        var reply = await route.Client.AnswerAsync(request, deadline: AnswerTime.After(request.CalculateSize()), cancellationToken: cancellationToken);
        route.Heard();
        var done = receipts.Zip(reply.Taken).Where(pair => pair.Second is Taken.Kept or Taken.NotOurs).Select(pair => pair.First.Leaf).ToArray();
        if (done.Length == receipts.Length) return done;
        metrics.Rejected("receipts");
        LogRejected(receipts.Length - done.Length, route.Hub);
        return done;
    }

    private void TellFailure(Exception failure)
    {
        metrics.RouteFailed("receipts");
        LogFailed(route.Hub, failure.Message);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} receipts were not taken by {Hub}: they are sent again")]
    private partial void LogRejected(int count, NodeName hub);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sending receipts to {Hub} failed: {Why}")]
    private partial void LogFailed(NodeName hub, string why);
}
