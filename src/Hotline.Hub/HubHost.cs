using System.Text.Json;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Hosting.Guarding;
using Hotline.Hub.Exchange;
using Hotline.Hub.Sequencing;
using Hotline.Stores;

namespace Hotline.Hub;

/// <summary>A running hub: its parts put together, until it is told to stop.</summary>
internal static class HubHost
{
    /// <summary>Room for a payload and its note in one request.</summary>
    private const int EnvelopeOverhead = 64 * 1024;

    public static async Task RunAsync<TDomain>(HubStart<TDomain> start, IHubStore<TDomain> store, Func<string, CancellationToken, Task> copyDatabaseAsync)
        where TDomain : struct, ITrafficDomain
    {
        ClockCheck.Require(store.Transcript.ReadHead(), start.Keys.Checkpoints.MlDsaKey, start.Rosters.Current, TimeProvider.System);
        await using var app = Build(start, store, copyDatabaseAsync, TimeProvider.System);
        await app.StartOrStopAsync();
        ServerListeners.CloseToOthers(OperatorSocket.PathFor(start.Directory.Path));
        Announce(app, start);
        var sequencer = app.Services.GetRequiredService<Sequencer<TDomain>>();
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(stopped, sequencer.Fault) == stopped) return;
        // Whether the last batch is on disk only the next start can tell.
        throw await sequencer.Fault;
    }

    /// <param name="loggers">Where logs go beside the usual place; null for nowhere.</param>
    internal static WebApplication Build<TDomain>(
        HubStart<TDomain> start, IHubStore<TDomain> store, Func<string, CancellationToken, Task> copyDatabaseAsync, TimeProvider clock, ILoggerProvider? loggers = null)
        where TDomain : struct, ITrafficDomain
    {
        var started = clock.GetUtcNow();
        var builder = ServerBuilder.Create(start.Directory);
        builder.AddTelemetry(start.Settings);
        if (loggers is not null) builder.Logging.AddProvider(loggers);
        builder.Services.AddSystemd();
        var maxMessage = (start.Settings.Limits?.MaxPayload ?? (int)Channels.HubLimits.Default.MaxPayload) + EnvelopeOverhead;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Bound(maxMessage);
            kestrel.ListenPinned(start.Settings, start.Keys, start.Rosters, clock);
            kestrel.ListenHealth(start.Settings);
            kestrel.ListenOperator(start.Directory);
        });
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = maxMessage);
        builder.Services.AddGrpcHealthChecks().AddCheck<SequencerHealth<TDomain>>("sequencer");
        builder.Services
            .AddSingleton(clock).AddSingleton<ConnectionWatch>().AddSingleton(start).AddSingleton(start.Rosters).AddSingleton(typeof(TDomain), start.Domain).AddSingleton(store)
            .AddSingleton(new LogProofs(store.Transcript)).AddSingleton(new EvidenceVerifier<TDomain>(start.Domain, start.Rosters, clock))
            .AddSingleton<HubMetrics>().AddSingleton<Sequencer<TDomain>>().AddSingleton<SequencerHealth<TDomain>>().AddSingleton<HubParts<TDomain>>().AddSingleton<Exchange<TDomain>>().AddSingleton<Followers<TDomain>>()
            .AddHostedService<DeadlineWatch<TDomain>>()
            .AddSingleton(services => Operations(start, store, services.GetRequiredService<Sequencer<TDomain>>(), services.GetRequiredService<Followers<TDomain>>(), copyDatabaseAsync, started));

        var app = builder.Build();
        app.UseRequestWatch();
        app.UseListenerWalls();
        app.MapGrpcService<ExchangeService<TDomain>>();
        app.MapGrpcHealthChecksService();
        app.MapOperations();
        app.MapTranscript(store.Transcript, LogPath(start), start.Rosters, start.Keys.TlsFingerprint, clock);
        var health = app.Services.GetRequiredService<SequencerHealth<TDomain>>();
        app.MapHealth(_ => Task.FromResult(health.IsWell));
        return app;
    }

    private static OperationsSource Operations<TDomain>(
        HubStart<TDomain> start, IHubStore<TDomain> store, Sequencer<TDomain> sequencer, Followers<TDomain> followers, Func<string, CancellationToken, Task> copyDatabaseAsync,
        DateTimeOffset started)
        where TDomain : struct, ITrafficDomain => new(
        start.Settings, start.Keys.Checkpoints.Origin, () => sequencer.Head?.Size ?? 0, started, followers.Routes,
        async cancellationToken =>
        {
            var counts = await store.CountAsync(cancellationToken);
            return [new("carried", counts.Carried), new("undelivered", counts.Undelivered), new("failed", counts.Failed), new("refused", counts.Refused)];
        },
        (path, cancellationToken) => Backup.WriteAsync(start.Directory, "hub.db", copyDatabaseAsync, path, cancellationToken));

    private static string LogPath<TDomain>(HubStart<TDomain> start)
        where TDomain : struct, ITrafficDomain => start.Keys.Checkpoints.Origin[(start.Settings.Name.Length + 1)..];

    /// <summary>One line for whoever started it: that it listens, and where.</summary>
    private static void Announce<TDomain>(WebApplication app, HubStart<TDomain> start)
        where TDomain : struct, ITrafficDomain
    {
        var addresses = app.Services.BoundAddresses();
        var listen = addresses[0].GetLeftPart(UriPartial.Authority);
        Console.Out.WriteLine(JsonSerializer.Serialize(
            new Announcement(true, "hub", start.Settings.Name, listen, $"{listen}/{LogPath(start)}/", addresses.Count > 1 ? addresses[1].GetLeftPart(UriPartial.Authority) : null),
            AnnouncementJson.Default.Announcement));
    }
}
