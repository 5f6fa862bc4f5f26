using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Hotline.Benchmarks.Relay;
using Hotline.Evidence;
using Hotline.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Benchmarks.Limits;

/// <summary>Calls that do nothing, over the same pinned mutual TLS 1.3 as between node and hub: client and server share this process and its cores.</summary>
internal static class EchoLimit
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task<double> MeasureAsync(RelayPlan plan, TimeSpan duration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var passphrase = await File.ReadAllBytesAsync(plan.PassphraseFile, cancellationToken);
        var (hub, node) = (DataDirectory.Open(plan.HubDirectory), DataDirectory.Open(plan.SenderDirectory));
        using var hubKeys = ServerKeys.Load(hub, LogOrigin.Of(RelayPlan.Hub, default(Real)), passphrase);
        using var nodeKeys = ServerKeys.Load(node, LogOrigin.Of(RelayPlan.Sender, default(Real)), passphrase);
        var folder = new RosterFolder(hub.Rosters);
        var rosters = new RosterBook(folder.Load(default(Real).Name), folder);

        await using var server = Build(hubKeys, rosters, clock);
        await server.StartAsync(cancellationToken);
        using var channel = GrpcChannel.ForAddress(
            server.Services.BoundAddresses()[0], new GrpcChannelOptions { HttpHandler = PinnedTls.ForClient(nodeKeys, rosters, RelayPlan.Hub), DisposeHttpClient = true });
        var client = new Echo.EchoClient(channel);
        await SayAsync(client, WarmUp, clock, cancellationToken);
        var rate = await SayAsync(client, duration, clock, cancellationToken);
        await server.StopAsync(cancellationToken);
        return rate;
    }

    private static async Task<double> SayAsync(Echo.EchoClient client, TimeSpan duration, TimeProvider clock, CancellationToken cancellationToken)
    {
        var message = new EchoMessage { Content = UnsafeByteOperations.UnsafeWrap(RandomNumberGenerator.GetBytes(Correspondence.BodySize)) };
        var started = clock.GetTimestamp();
        long said = 0;
        await Task.WhenAll(Enumerable.Range(0, FullLoad.InFlight).Select(async _ =>
        {
            while (clock.GetElapsedTime(started) < duration)
            {
                await client.SayAsync(message, cancellationToken: cancellationToken);
                Interlocked.Increment(ref said);
            }
        }));
        return said / clock.GetElapsedTime(started).TotalSeconds;
    }

    private static WebApplication Build(ServerKeys keys, RosterBook rosters, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(PinnedTls.ForServer(keys, rosters, clock));
        }));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<EchoService>();
        return app;
    }

    private sealed class EchoService : Echo.EchoBase
    {
        public override Task<EchoMessage> Say(EchoMessage request, ServerCallContext context) => Task.FromResult(request);
    }
}
