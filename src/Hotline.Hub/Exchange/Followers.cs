using System.Collections.Concurrent;
using Grpc.Core;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Hosting;
using Hotline.Stores;
using Hotline.Wire;

namespace Hotline.Hub.Exchange;

/// <summary>The members that follow their queues now, one stream each.</summary>
internal sealed partial class Followers<TDomain>
    where TDomain : struct, ITrafficDomain
{
    private readonly ConcurrentDictionary<NodeName, Following> _following = [];
    private readonly ConcurrentDictionary<NodeName, DateTimeOffset> _lastHeard = [];
    private readonly HubParts<TDomain> _hub;
    private readonly HubMetrics _metrics;
    private readonly ILogger<Followers<TDomain>> _logger;
    private volatile bool _stopping;

    public Followers(HubParts<TDomain> hub, HubMetrics metrics, IHostApplicationLifetime lifetime, ILogger<Followers<TDomain>> logger)
    {
        (_hub, _metrics, _logger) = (hub, metrics, logger);
        hub.Sequencer.Committed += Wake;
        // Streams never end by themselves, and the server would wait for them.
        lifetime.ApplicationStopping.Register(EndAll);
    }

    /// <summary>How each member's route is.</summary>
    public IReadOnlyList<RouteState> Routes() =>
    [
        .. _hub.Rosters.Current.Members.Select(member => _following.TryGetValue(member.Node, out var following)
            ? new RouteState(member.Node, following.State(_hub.Clock.GetUtcNow()), following.Follower.LastHeard)
            : new RouteState(member.Node, "not connected", _lastHeard.TryGetValue(member.Node, out var heard) ? heard : null)),
    ];

    /// <summary>Serves one stream until it ends. A newer stream of the same member takes its place.</summary>
    /// <param name="certificateEnds">Date of the member's TLS certificate; later it is shown as stale.</param>
    /// <param name="isInGoodStanding">Asked again and again: a revocation ends the stream.</param>
    /// <exception cref="FollowException">It ended otherwise than by the member.</exception>
    public async Task FollowAsync(
        NodeName node, Start start, IAsyncStreamReader<FollowRequest> requests, IServerStreamWriter<FollowReply> replies, DateTimeOffset certificateEnds,
        Func<bool> isInGoodStanding, CancellationToken cancellationToken)
    {
        using var follower = new Follower<TDomain>(node, _hub, cancellationToken);
        var following = new Following(follower, certificateEnds);
        Following? earlier = null;
        _following.AddOrUpdate(node, following, (_, before) =>
        {
            earlier = before;
            return following;
        });
        earlier?.Follower.End(FollowException.Replaced());
        if (_stopping) follower.End(FollowException.Stopping());
        _metrics.Followers(1);
        LogFollowing(node);
        try
        {
            await follower.RunAsync(start, requests, replies, isInGoodStanding);
        }
        finally
        {
            _metrics.Followers(-1);
            _following.TryRemove(KeyValuePair.Create(node, following));
            _lastHeard[node] = follower.LastHeard;
            LogLeft(node);
        }
    }

    private void Wake(HubResult<TDomain> result)
    {
        switch (result.Decision)
        {
            case HubDecision<TDomain>.Carry carry:
                foreach (var node in carry.Envelope.Origin.Text.To) Wake(node, carry.Envelope.Origin.Text.Precedence);
                break;
            case HubDecision<TDomain>.Forward forward:
                Wake(forward.Receipt.Text.To, result.Current!.Origin.Text.Precedence);
                break;
            case HubDecision<TDomain>.Fail fail:
                Wake(fail.Failed.To, fail.Carried.Origin.Text.Precedence);
                break;
        }
    }

    private void Wake(NodeName node, Precedence lane)
    {
        if (_following.TryGetValue(node, out var following)) following.Follower.Wake(lane);
    }

    private void EndAll()
    {
        _stopping = true;
        foreach (var following in _following.Values) following.Follower.End(FollowException.Stopping());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Node} follows its queue")]
    private partial void LogFollowing(NodeName node);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Node} follows no more")]
    private partial void LogLeft(NodeName node);

    private sealed record Following(Follower<TDomain> Follower, DateTimeOffset CertificateEnds)
    {
        public string State(DateTimeOffset now) => CertificateEnds > now ? "connected" : $"connected, certificate expired {CertificateEnds:yyyy-MM-dd}";
    }
}
