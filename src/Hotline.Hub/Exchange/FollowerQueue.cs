using Hotline.Envelopes;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>What waits for one member: its lanes, read from the positions it has, highest lane first.</summary>
internal sealed class FollowerQueue<TDomain>
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Items read at once while they are small; of large ones only one is in memory.</summary>
    private const int AtOnce = 64;

    private const int SmallPayload = 64 * 1024;

    private readonly Dictionary<Precedence, ulong> _sent;
    private readonly NodeName _node;
    private readonly IHubStore<TDomain> _store;
    private int _next = 1;
    private int _lanes = LaneSet.All;

    private FollowerQueue(NodeName node, Dictionary<Precedence, ulong> from, IHubStore<TDomain> store) => (_node, _sent, _store) = (node, from, store);

    /// <summary>The queue after the positions that the member names; lanes it does not name from their beginning.</summary>
    /// <exception cref="FollowException">A lane is unknown or named twice, or the member has more than this hub ever queued for it.</exception>
    public static async Task<FollowerQueue<TDomain>> OpenAsync(NodeName node, Start start, IHubStore<TDomain> store, CancellationToken cancellationToken)
    {
        var from = new Dictionary<Precedence, ulong>();
        foreach (var position in start.After)
        {
            var lane = position.Lane.ToDomain() ?? throw FollowException.Malformed("A position names an unknown lane.");
            if (!from.TryAdd(lane, position.Position_)) throw FollowException.Malformed("A lane is named twice.");
        }

        foreach (var (lane, position) in from)
        {
            if (position == 0 || (await store.ReadDeliveriesAsync(node, lane, position - 1, 1, cancellationToken)).Count > 0) continue;
            // Waiting for the queue to catch up would lose, silently, whatever then gets the positions this member has already.
            throw FollowException.Ahead(lane, position);
        }

        foreach (var lane in Precedences.HighestFirst) from.TryAdd(lane, 0);
        return new FollowerQueue<TDomain>(node, from, store);
    }

    /// <summary>The next items of the highest lane that has any, in order; empty when nothing waits.</summary>
    /// <param name="lanes">In which something came since this was asked before.</param>
    public async Task<IReadOnlyList<HubDelivery<TDomain>>> ReadAsync(int lanes, CancellationToken cancellationToken)
    {
        _lanes |= lanes;
        foreach (var lane in Precedences.HighestFirst)
        {
            if ((_lanes & LaneSet.Of(lane)) == 0) continue;
            var waiting = await _store.ReadDeliveriesAsync(_node, lane, _sent[lane], _next, cancellationToken);
            if (waiting.Count == 0)
            {
                // Whatever comes from now on is told.
                _lanes &= ~LaneSet.Of(lane);
                continue;
            }

            _next = waiting.All(IsSmall) ? AtOnce : 1;
            return waiting;
        }

        return [];
    }

    public void Sent(HubDelivery<TDomain> delivery) => _sent[delivery.Lane] = delivery.Position;

    public bool WasSent(Precedence lane, ulong position) => position <= _sent[lane];

    private static bool IsSmall(HubDelivery<TDomain> delivery) => delivery is not HubDelivery<TDomain>.Message { Payload.Length: > SmallPayload };
}
