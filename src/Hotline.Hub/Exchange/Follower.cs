using Google.Protobuf;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>One member's stream: what waits, from the member's own positions on, highest lane first, and then what comes.</summary>
/// <remarks>It reads on only when the member took what was sent: a slow member waits in the database, not in memory.</remarks>
internal sealed class Follower<TDomain>(NodeName node, HubParts<TDomain> hub, CancellationToken hungUp) : IDisposable
    where TDomain : struct, ITrafficDomain
{
    private static readonly TimeSpan EchoInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a write may still take when the stream is to end: a member that does not read must not hold it open.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>More follows: it is put on the wire with the next one.</summary>
    private static readonly WriteOptions More = new(WriteFlags.BufferHint);

    private readonly Signal _came = new();
    private readonly LaneSet _lanes = new();
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(hungUp);

    // Cancelling a write resets the whole stream, and the member would never learn why.
    private readonly CancellationTokenSource _reset = CancellationTokenSource.CreateLinkedTokenSource(hungUp);
    private readonly Acknowledgements<TDomain> _acknowledgements = new(node, hub.Store, hub.Clock);
    private FollowException? _why;

    public DateTimeOffset LastHeard { get; private set; } = hub.Clock.GetUtcNow();

    /// <summary>Something was queued for the member.</summary>
    public void Wake(Precedence lane)
    {
        _lanes.Add(lane);
        _came.Raise();
    }

    /// <summary>Ends the stream and tells the member why; the first reason counts.</summary>
    public void End(FollowException why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        try
        {
            _end.Cancel();
            _reset.CancelAfter(Grace);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
        }
    }

    /// <summary>Serves the stream until the member hangs up.</summary>
    /// <param name="isInGoodStanding">Asked again and again: a revocation ends the stream.</param>
    /// <exception cref="FollowException">It ended otherwise.</exception>
    public async Task RunAsync(Start start, IAsyncStreamReader<FollowRequest> requests, IServerStreamWriter<FollowReply> replies, Func<bool> isInGoodStanding)
    {
        var storing = _acknowledgements.StoreAsync();
        Task reading = Task.CompletedTask;
        try
        {
            var queue = await FollowerQueue<TDomain>.OpenAsync(node, start, hub.Store, _end.Token);
            reading = ReadAsync(requests, queue);
            await replies.WriteAsync(Welcome(), _reset.Token);
            while (true)
            {
                if (!isInGoodStanding()) throw FollowException.Revoked();
                _came.Reset();
                var waiting = await queue.ReadAsync(_lanes.Take(), _end.Token);
                if (waiting.Count > 0) await SendAsync(waiting, queue, replies);
                else await WaitAsync(replies);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException && _end.IsCancellationRequested)
        {
            // The member hung up, or the stream was ended here; a write can notice it first, in its own words.
        }
        finally
        {
            await _end.CancelAsync();
            await reading;
            _acknowledgements.Complete();
            await storing;
        }

        if (_why is { } why) throw why;
    }

    public void Dispose()
    {
        _end.Dispose();
        _reset.Dispose();
    }

    private FollowReply Welcome()
    {
        var roster = hub.Rosters.Current;
        return new FollowReply
        {
            Welcome = new Welcome
            {
                Checkpoint = hub.Sequencer.Head is { } head ? UnsafeByteOperations.UnsafeWrap(head.Note) : ByteString.Empty,
                RosterNumber = roster.Number,
                RosterHash = UnsafeByteOperations.UnsafeWrap(roster.Hash.ToArray()),
                MaxPayload = hub.Sequencer.Limits.MaxPayload,
            },
        };
    }

    private async Task SendAsync(IReadOnlyList<HubDelivery<TDomain>> waiting, FollowerQueue<TDomain> queue, IServerStreamWriter<FollowReply> replies)
    {
        for (var at = 0; at < waiting.Count; at++)
        {
            var delivery = waiting[at];
            replies.WriteOptions = at + 1 < waiting.Count ? More : WriteOptions.Default;
            await replies.WriteAsync(new FollowReply { Item = ToItem(delivery) }, _reset.Token);
            queue.Sent(delivery);
            // What came meanwhile in a higher lane goes before the rest.
            if (_lanes.HasAbove(delivery.Lane) || _end.IsCancellationRequested) return;
        }
    }

    private async Task WaitAsync(IServerStreamWriter<FollowReply> replies)
    {
        try
        {
            await _came.Raised.WaitAsync(EchoInterval, hub.Clock, _end.Token);
        }
        catch (TimeoutException)
        {
            replies.WriteOptions = WriteOptions.Default;
            await replies.WriteAsync(new FollowReply { Echo = new Echo() }, _reset.Token);
        }
    }

    private Item ToItem(HubDelivery<TDomain> delivery)
    {
        var item = new Item { Position = new Position { Lane = delivery.Lane.ToWire(), Position_ = delivery.Position } };
        switch (delivery)
        {
            case HubDelivery<TDomain>.Message message:
                item.Message = new MessageItem
                {
                    Envelope = new Wire.Envelope { OriginNote = UnsafeByteOperations.UnsafeWrap(message.OriginNote), Payload = UnsafeByteOperations.UnsafeWrap(message.Payload) },
                    OriginProof = UnsafeByteOperations.UnsafeWrap(Prove(message.OriginLeaf)),
                };
                break;
            case HubDelivery<TDomain>.Receipt receipt:
                item.Receipt = EnvelopeMapping.ToReceipt(receipt.Entry, receipt.Proof.IsEmpty ? Prove(receipt.Leaf) : receipt.Proof);
                break;
        }

        return item;
    }

    private byte[] Prove(ulong leaf) => hub.Proofs.Prove(leaf, hub.Sequencer.HeadWith(leaf));

    private async Task ReadAsync(IAsyncStreamReader<FollowRequest> requests, FollowerQueue<TDomain> queue)
    {
        try
        {
            while (await requests.MoveNext(_end.Token))
            {
                LastHeard = hub.Clock.GetUtcNow();
                var request = requests.Current;
                if (request.Start is not null) throw FollowException.Malformed("A stream begins once.");
                if (request.Acknowledge is not { } position) continue;
                if (position.Lane.ToDomain() is not { } lane || !queue.WasSent(lane, position.Position_))
                    throw FollowException.Malformed("What was never sent cannot be acknowledged.");
                _acknowledgements.Add(lane, position.Position_);
            }
        }
        catch (FollowException broken)
        {
            End(broken);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException or RpcException)
        {
            // The stream is over; the member starts again from its own positions.
        }

        await _end.CancelAsync();
    }
}
