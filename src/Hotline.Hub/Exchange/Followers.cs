using System.Collections.Concurrent;
using Grpc.Core;
using Hotline.Channels;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Hub.Sequencing;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>The members that follow their queues now, one stream each.</summary>
internal sealed partial class Followers<TDomain>
    where TDomain : struct, ITrafficDomain
{
    private readonly ConcurrentDictionary<NodeName, Follower<TDomain>> _following = [];
    private readonly IHubStore<TDomain> _store;
    private readonly Sequencer<TDomain> _sequencer;
    private readonly LogProofs _proofs;
    private readonly RosterBook _rosters;
    private readonly HubMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<Followers<TDomain>> _logger;

    public Followers(
        IHubStore<TDomain> store, Sequencer<TDomain> sequencer, LogProofs proofs, RosterBook rosters, HubMetrics metrics, TimeProvider clock,
        ILogger<Followers<TDomain>> logger)
    {
        (_store, _sequencer, _proofs, _rosters, _metrics, _clock, _logger) = (store, sequencer, proofs, rosters, metrics, clock, logger);
        sequencer.Committed += Wake;
    }

    /// <summary>How each member's route is.</summary>
    public IReadOnlyList<RouteState> Routes() =>
    [
        .. _rosters.Current.Members.Select(member => _following.TryGetValue(member.Node, out var follower)
            ? new RouteState(member.Node, "connected", follower.LastHeard)
            : new RouteState(member.Node, "not connected", null)),
    ];

    /// <summary>Serves one stream until it ends. A newer stream of the same member takes its place.</summary>
    public async Task FollowAsync(
        NodeName node, IAsyncStreamReader<FollowRequest> requests, IServerStreamWriter<FollowReply> replies, CancellationToken cancellationToken)
    {
        if (!await requests.MoveNext(cancellationToken) || requests.Current.Start is not { } start)
            throw new RpcException(new Status(StatusCode.InvalidArgument, "A stream begins with start."));
        using var follower = new Follower<TDomain>(node, start, _store, _sequencer, _proofs, _rosters, _clock, cancellationToken);
        _following.AddOrUpdate(node, follower, (_, earlier) =>
        {
            earlier.Replace();
            return follower;
        });
        _metrics.Followers(1);
        LogFollowing(node);
        try
        {
            await follower.RunAsync(requests, replies);
        }
        finally
        {
            _metrics.Followers(-1);
            _following.TryRemove(KeyValuePair.Create(node, follower));
            LogLeft(node);
        }
    }

    private void Wake(HubResult<TDomain> result)
    {
        switch (result.Decision)
        {
            case HubDecision<TDomain>.Carry carry:
                foreach (var node in carry.Envelope.Origin.Text.To) Wake(node);
                break;
            case HubDecision<TDomain>.Forward forward:
                Wake(forward.Receipt.Text.To);
                break;
            case HubDecision<TDomain>.Fail fail:
                Wake(fail.Failed.To);
                break;
        }
    }

    private void Wake(NodeName node)
    {
        if (_following.TryGetValue(node, out var follower)) follower.Wake();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Node} follows its queue")]
    private partial void LogFollowing(NodeName node);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Node} follows no more")]
    private partial void LogLeft(NodeName node);
}
