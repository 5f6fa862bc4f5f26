using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Member.Inbox;
using Hotline.Member.Outbox;
using Hotline.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Member;

/// <summary>Everything of a member that runs in the background: one route to its hub, outbox, inbox, drafts.</summary>
public sealed class MemberServices<TDomain> : BackgroundService
    where TDomain : struct, ITrafficDomain
{
    private readonly MemberMetrics _metrics = new();
    private readonly HubRoute _route;
    private readonly OutboxSender<TDomain> _outbox;
    private readonly ReceiptSender<TDomain> _receipts;
    private readonly InboxReader<TDomain> _inbox;
    private readonly DraftPump<TDomain> _drafts;

    public MemberServices(
        MemberStart<TDomain> start, IMemberStore<TDomain> store, ICollectionStore collections, MemberLog<TDomain> log, Member<TDomain> member, MemberEvents events,
        TimeProvider clock, ILoggerFactory loggers)
    {
        var verifier = new EvidenceVerifier<TDomain>(start.Domain, start.Rosters, clock);
        var hub = start.Rosters.Current.Hubs is [var first, ..] ? first : throw new StartupException("The roster names no hub: have the members sign one that does.");
        _route = new HubRoute(hub, start.ServerKeys, start.Rosters, clock);
        var seen = new SeenCheckpoints();
        _outbox = new OutboxSender<TDomain>(start, store, log, verifier, _route, seen, _metrics, clock, loggers.CreateLogger<OutboxSender<TDomain>>());
        _receipts = new ReceiptSender<TDomain>(store, new LogProofs(store.Transcript), _route, _metrics, clock, loggers.CreateLogger<ReceiptSender<TDomain>>());
        _inbox = new InboxReader<TDomain>(
            start, store, log, verifier, new Opening<TDomain>(start), _route, seen, WakeAll, events, _metrics, clock, loggers.CreateLogger<InboxReader<TDomain>>());
        _drafts = new DraftPump<TDomain>(member, collections, clock, loggers.CreateLogger<DraftPump<TDomain>>());
        log.Kept += step =>
        {
            if (step is MemberStep<TDomain>.Send send) _outbox.Add(send.Envelope);
            else if (step is MemberStep<TDomain>.Receive or MemberStep<TDomain>.Refuse or MemberStep<TDomain>.Read) _receipts.Wake();
        };
    }

    /// <summary>How the connection to each hub is.</summary>
    public IReadOnlyList<RouteState> Routes() => [new RouteState(_route.Hub, _route.State, _route.LastHeard)];

    /// <summary>A collection has objects to share.</summary>
    public void DraftsWaiting() => _drafts.Wake();

    public override void Dispose()
    {
        _route.Dispose();
        _metrics.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] running = [_inbox.RunAsync(end.Token), _outbox.RunAsync(end.Token), _receipts.RunAsync(end.Token), _drafts.RunAsync(end.Token)];
        // None ends by itself unless it fails, and a node that only sends or only receives is worse than one that is down.
        await Task.WhenAny(running);
        await end.CancelAsync();
        await Task.WhenAll(running);
    }

    private void WakeAll()
    {
        _outbox.Wake();
        _receipts.Wake();
    }
}
