using System.Text.Json;
using Hotline.Hosting;
using Hotline.Hosting.Guarding;
using Hotline.Member;
using Hotline.Stores;
using Hotline.Taxii;
using Hotline.Taxii.Objects;
using Hotline.Taxii.Watches;

namespace Hotline.Node;

/// <summary>A running node: its parts put together, until it is told to stop.</summary>
internal static class NodeHost
{
    public static async Task RunAsync<TDomain>(
        MemberStart<TDomain> start, IMemberStore<TDomain> messages, ICollectionStore collections, Func<string, CancellationToken, Task> copyDatabaseAsync)
        where TDomain : struct, ITrafficDomain
    {
        ClockCheck.Require(messages.Transcript.ReadHead(), start.ServerKeys.Checkpoints.MlDsaKey, start.Rosters.Current, TimeProvider.System);
        await using var app = Build(start, messages, collections, copyDatabaseAsync, TimeProvider.System);
        await app.StartOrStopAsync();
        ServerListeners.CloseToOthers(OperatorSocket.PathFor(start.Directory.Path));
        Announce(app, start);
        var log = app.Services.GetRequiredService<MemberLog<TDomain>>();
        var stopped = app.WaitForShutdownAsync();
        // Whether the last batch is on disk only the next start can tell.
        if (await Task.WhenAny(stopped, log.Fault) != stopped) throw await log.Fault;
        // A part that failed stopped the rest: whoever supervises must not take that for an orderly end.
        if (app.Services.GetRequiredService<MemberServices<TDomain>>().ExecuteTask is { IsFaulted: true } failed) await failed;
    }

    /// <param name="loggers">Where logs go beside the usual place; null for nowhere.</param>
    internal static WebApplication Build<TDomain>(
        MemberStart<TDomain> start, IMemberStore<TDomain> messages, ICollectionStore collections, Func<string, CancellationToken, Task> copyDatabaseAsync,
        TimeProvider clock, ILoggerProvider? loggers = null)
        where TDomain : struct, ITrafficDomain
    {
        var taxii = start.Settings.Taxii!;
        var shared = TaxiiComposition.CollectionsOf(taxii);
        var started = clock.GetUtcNow();
        var builder = ServerBuilder.Create(start.Directory);
        builder.AddTelemetry(start.Settings);
        if (loggers is not null) builder.Logging.AddProvider(loggers);
        builder.Services.AddSystemd();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Bound(taxii.MaxContentLength);
            kestrel.ListenPinned(start.Settings, start.ServerKeys, start.Rosters, clock);
            kestrel.ListenTaxii(taxii, start.ServerKeys);
            kestrel.ListenHealth(start.Settings);
            kestrel.ListenOperator(start.Directory);
        });
        // The operator may attach what a payload holds.
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 64 * 1024 * 1024);
        builder.Services
            .AddSingleton(clock).AddSingleton<ConnectionWatch>().AddSingleton(start).AddSingleton(start.Rosters).AddSingleton(typeof(TDomain), start.Domain)
            .AddSingleton(messages).AddSingleton(collections)
            .AddSingleton<MemberLog<TDomain>>().AddSingleton<Member<TDomain>>().AddSingleton<InboxSignal>()
            .AddSingleton(new ReceivedObjects(shared, collections, clock))
            .AddSingleton(new AccountDesk(collections, shared, clock))
            .AddSingleton(services => new CollectionWatches(shared, collections, clock, services.GetRequiredService<ILogger<CollectionWatches>>()))
            .AddHostedService(services => services.GetRequiredService<CollectionWatches>())
            .AddSingleton(services => new WatchDesk(services.GetRequiredService<CollectionWatches>(), collections, shared))
            .AddSingleton<ObjectsSink>()
            .AddSingleton(services => new MemberEvents(services.GetRequiredService<ObjectsSink>().TakeAsync, _ => services.GetRequiredService<InboxSignal>().Raise()))
            .AddSingleton<MemberServices<TDomain>>().AddHostedService(services => services.GetRequiredService<MemberServices<TDomain>>())
            .AddSingleton(services => Operations(start, messages, services.GetRequiredService<MemberServices<TDomain>>(), copyDatabaseAsync, started));

        var app = builder.Build();
        var member = app.Services.GetRequiredService<MemberServices<TDomain>>();
        app.UseRequestWatch();
        app.UseWhen(context => context.CameByTaxii(), branch =>
        {
            branch.UseTaxiiErrors();
            branch.Use(async (context, next) =>
            {
                await next(context);
                if (HttpMethods.IsPost(context.Request.Method) && context.Response.StatusCode == StatusCodes.Status202Accepted) member.DraftsWaiting();
            });
        });
        app.UseListenerWalls();
        app.UseRouting();
        app.MapGrpcService<DeskService<TDomain>>();
        app.MapOperations();
        app.MapTranscript(messages.Transcript, LogPath(start), start.Rosters, start.ServerKeys.TlsFingerprint, clock);
        app.MapHealth(async cancellationToken => await messages.CountAsync(cancellationToken) is not null);
        app.MapTaxii(TaxiiComposition.SettingsOf(taxii, start.Keys.DeriveSecret("taxii next"), start.Directory.Path), collections, clock, app.Services.GetRequiredService<ILoggerFactory>());
        return app;
    }

    private static OperationsSource Operations<TDomain>(
        MemberStart<TDomain> start, IMemberStore<TDomain> messages, MemberServices<TDomain> member, Func<string, CancellationToken, Task> copyDatabaseAsync,
        DateTimeOffset started)
        where TDomain : struct, ITrafficDomain => new(
        start.Settings, start.ServerKeys.Checkpoints.Origin, () => messages.Transcript.ReadHead()?.Size ?? 0, started, member.Routes,
        async cancellationToken =>
        {
            var counts = await messages.CountAsync(cancellationToken);
            return
            [
                new("sent", counts.Sent), new("received", counts.Received), new("unread", counts.Unread), new("outbox", counts.Outbox),
                new("receipts to send", counts.ReceiptsToSend), new("objects to share", counts.Drafts),
            ];
        },
        (path, cancellationToken) => Backup.WriteAsync(start.Directory, "node.db", copyDatabaseAsync, path, cancellationToken));

    private static string LogPath<TDomain>(MemberStart<TDomain> start)
        where TDomain : struct, ITrafficDomain => start.ServerKeys.Checkpoints.Origin[(start.Settings.Name.Length + 1)..];

    /// <summary>One line for whoever started it: that it listens, and where.</summary>
    private static void Announce<TDomain>(WebApplication app, MemberStart<TDomain> start)
        where TDomain : struct, ITrafficDomain
    {
        var addresses = app.Services.BoundAddresses();
        var listen = addresses[0].GetLeftPart(UriPartial.Authority);
        var taxii = start.Settings.Taxii!;
        var serving = taxii.PublicUrl?.TrimEnd('/') ?? addresses[1].GetLeftPart(UriPartial.Authority);
        Console.Out.WriteLine(JsonSerializer.Serialize(
            new Announcement(
                true, "node", start.Settings.Name, listen, $"{listen}/{LogPath(start)}/", addresses.Count > 2 ? addresses[2].GetLeftPart(UriPartial.Authority) : null,
                serving + "/taxii2/", $"{serving}/{taxii.ApiRoot}/"),
            AnnouncementJson.Default.Announcement));
    }
}
