using Grpc.Net.Client;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Wire;

namespace Hotline.Member;

/// <summary>The way from this node to one hub: one pinned connection that carries every call.</summary>
internal sealed class HubRoute : IDisposable
{
    /// <summary>Room for a payload, its note and its proof in one message.</summary>
    private const int MessageOverhead = 128 * 1024;

    private const int MaxPayload = 64 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly TimeProvider _clock;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HubRoute(RosterHub hub, ServerKeys keys, RosterBook rosters, TimeProvider clock)
    {
        (Hub, _clock) = (hub.Node, clock);
        _channel = GrpcChannel.ForAddress(hub.Address, new GrpcChannelOptions
        {
            HttpHandler = PinnedTls.ForClient(keys, rosters, hub.Node),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxPayload + MessageOverhead,
            MaxSendMessageSize = MaxPayload + MessageOverhead,
            // Retrying is ours, with the same id: the channel must not do it behind our back.
            MaxRetryAttempts = 0,
        });
        Client = new Exchange.ExchangeClient(_channel);
    }

    public NodeName Hub { get; }

    public Exchange.ExchangeClient Client { get; }

    public string State { get; private set; } = "connecting";

    public DateTimeOffset? LastHeard { get; private set; }

    /// <summary>Completes when the hub answers again: whoever backs off need not wait longer.</summary>
    public Task Reconnected => _connected.Task;

    public void Heard() => LastHeard = _clock.GetUtcNow();

    public void Connected()
    {
        Heard();
        State = "connected";
        Interlocked.Exchange(ref _connected, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    public void Lost(string why) => State = why;

    public void Dispose() => _channel.Dispose();
}
