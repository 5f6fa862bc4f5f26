using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hub.Sequencing;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>One member's stream: what waits, from the member's own positions on, highest lane first, and then what comes.</summary>
internal sealed class Follower<TDomain> : IDisposable
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Items read at once: few enough that a FLASH waits for little, and that large payloads fit in memory.</summary>
    private const int AtOnce = 16;

    private static readonly TimeSpan EchoInterval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Precedence, ulong> _after = Precedences.HighestFirst.ToDictionary(lane => lane, _ => 0UL);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end;
    private readonly NodeName _node;
    private readonly IHubStore<TDomain> _store;
    private readonly Sequencer<TDomain> _sequencer;
    private readonly LogProofs _proofs;
    private readonly RosterBook _rosters;
    private readonly TimeProvider _clock;

    public Follower(
        NodeName node, Start start, IHubStore<TDomain> store, Sequencer<TDomain> sequencer, LogProofs proofs, RosterBook rosters, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        (_node, _store, _sequencer, _proofs, _rosters, _clock) = (node, store, sequencer, proofs, rosters, clock);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        LastHeard = clock.GetUtcNow();
        foreach (var position in start.After)
            if (position.Lane.ToDomain() is { } lane) _after[lane] = position.Position_;
    }

    public DateTimeOffset LastHeard { get; private set; }

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Ends this stream because the member opened another.</summary>
    public void Replace() => _end.Cancel();

    public async Task RunAsync(IAsyncStreamReader<FollowRequest> requests, IServerStreamWriter<FollowReply> replies)
    {
        var reading = ReadAsync(requests);
        try
        {
            await replies.WriteAsync(Welcome(), _end.Token);
            while (true)
            {
                if (await SendWaitingAsync(replies)) continue;
                if (!await WokenAsync()) await replies.WriteAsync(new FollowReply { Echo = new Echo() }, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The member hung up, or opened another stream.
        }
        finally
        {
            await _end.CancelAsync();
            await reading;
        }
    }

    public void Dispose() => _end.Dispose();

    private FollowReply Welcome()
    {
        var roster = _rosters.Current;
        return new FollowReply
        {
            Welcome = new Welcome
            {
                Checkpoint = _sequencer.Head is { } head ? UnsafeByteOperations.UnsafeWrap(head.Note) : ByteString.Empty,
                RosterNumber = roster.Number,
                RosterHash = UnsafeByteOperations.UnsafeWrap(roster.Hash.ToArray()),
                MaxPayload = _sequencer.Limits.MaxPayload,
            },
        };
    }

    /// <summary>Sends a little of the highest lane that has something, so that the next round looks at the highest again.</summary>
    private async Task<bool> SendWaitingAsync(IServerStreamWriter<FollowReply> replies)
    {
        foreach (var lane in Precedences.HighestFirst)
        {
            var waiting = await _store.ReadDeliveriesAsync(_node, lane, _after[lane], AtOnce, _end.Token);
            foreach (var delivery in waiting)
            {
                await replies.WriteAsync(new FollowReply { Item = ToItem(delivery) }, _end.Token);
                _after[lane] = delivery.Position;
            }

            if (waiting.Count > 0) return true;
        }

        return false;
    }

    private async Task<bool> WokenAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var woken = _wake.Reader.ReadAsync(patience.Token).AsTask();
        if (await Task.WhenAny(woken, Task.Delay(EchoInterval, _clock, patience.Token)) == woken)
        {
            await patience.CancelAsync();
            return await woken;
        }

        _end.Token.ThrowIfCancellationRequested();
        await patience.CancelAsync();
        try
        {
            return await woken;
        }
        catch (OperationCanceledException) when (!_end.IsCancellationRequested)
        {
            return false;
        }
    }

    private Item ToItem(HubDelivery<TDomain> delivery)
    {
        var item = new Item { Position = new Position { Lane = delivery.Lane.ToWire(), Position_ = delivery.Position } };
        // What is delivered was committed before, so the newest head proves it.
        var head = _sequencer.Head!;
        switch (delivery)
        {
            case HubDelivery<TDomain>.Message message:
                item.Message = new MessageItem
                {
                    Envelope = new Wire.Envelope { OriginNote = UnsafeByteOperations.UnsafeWrap(message.OriginNote), Payload = UnsafeByteOperations.UnsafeWrap(message.Payload) },
                    OriginProof = UnsafeByteOperations.UnsafeWrap(_proofs.Prove(message.OriginLeaf, head)),
                };
                break;
            case HubDelivery<TDomain>.Receipt receipt:
                item.Receipt = EnvelopeMapping.ToReceipt(receipt.Entry, receipt.Proof.IsEmpty ? _proofs.Prove(receipt.Leaf, head) : receipt.Proof);
                break;
        }

        return item;
    }

    private async Task ReadAsync(IAsyncStreamReader<FollowRequest> requests)
    {
        try
        {
            while (await requests.MoveNext(_end.Token))
            {
                LastHeard = _clock.GetUtcNow();
                if (requests.Current.Acknowledge is { } position && position.Lane.ToDomain() is { } lane)
                    await _store.AcknowledgeAsync(_node, lane, position.Position_, _end.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or InvalidOperationException or StoreException)
        {
            // The stream is over; the member starts again from its own positions.
        }

        await _end.CancelAsync();
    }
}
