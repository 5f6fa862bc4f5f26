using System.Net;
using Hotline.Evidence;
using Hotline.Hosting.Guarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Hosting;

/// <summary>The listeners that hubs and nodes share: mutual TLS, health on loopback, the operator's socket.</summary>
public static class ServerListeners
{
    private const int HeaderBytes = 16 * 1024;

    /// <summary>Limits that keep one peer from using up the server, whatever it sends.</summary>
    public static void Bound(this KestrelServerOptions kestrel, long maxBody)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = maxBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxConcurrentConnections = 1000;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = HeaderBytes;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        // Whoever sends or takes a body more slowly than a telephone line does holds memory for nothing.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
    }

    /// <summary>Bounds and watches the connections of a listener for TAXII clients. Belongs first on it, before TLS.</summary>
    public static void WatchTaxii(this ListenOptions listen) => listen.Watch(Listener.Taxii);

    public static void ListenPinned(this KestrelServerOptions kestrel, HotlineSettings settings, ServerKeys keys, RosterBook rosters, TimeProvider clock) =>
        kestrel.Listen(settings.ListenEndPoint, listen =>
        {
            listen.Watch(Listener.Pinned);
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(PinnedTls.ForServer(keys, rosters, clock, kestrel.ApplicationServices.GetService<ILoggerFactory>()));
            listen.Mark(Listener.Pinned);
        });

    public static void ListenHealth(this KestrelServerOptions kestrel, HotlineSettings settings)
    {
        if (settings.Health is { } health) kestrel.Listen(IPEndPoint.Parse(health), listen =>
        {
            listen.Watch(Listener.Health);
            listen.Protocols = HttpProtocols.Http1;
            listen.Mark(Listener.Health);
        });
    }

    /// <summary>HTTP/2 without TLS on a socket that only its owner can open.</summary>
    /// <returns>The socket's path.</returns>
    public static string ListenOperator(this KestrelServerOptions kestrel, DataDirectory directory)
    {
        var path = OperatorSocket.Prepare(directory.Path);
        kestrel.ListenUnixSocket(path, listen =>
        {
            listen.Watch(Listener.Operator);
            listen.Protocols = HttpProtocols.Http2;
            listen.Mark(Listener.Operator);
        });
        return path;
    }

    private static void Watch(this ListenOptions listen, Listener listener) => listen.ApplicationServices.GetRequiredService<ConnectionWatch>().Watch(listen, listener);

    /// <summary>Closes the socket to everybody but its owner. Its folder is closed already, so nobody came in before.</summary>
    public static void CloseToOthers(string socket)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Addresses as bound, in the order of the listeners: a port 0 has become a real one.</summary>
    public static IReadOnlyList<Uri> BoundAddresses(this IServiceProvider services) =>
        [.. services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Where(address => !address.Contains("unix:", StringComparison.Ordinal)).Select(address => new Uri(address))];

    /// <summary>Starts a program; where it cannot, what began already ends before its parts are disposed, so that the reason is all that is said.</summary>
    public static async Task StartOrStopAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            foreach (var service in app.Services.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Parts the listeners: what is meant for one is not there on the others.</summary>
    public static void UseListenerWalls(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        Listener? meantFor = path.StartsWithSegments("/hotline.v1.Operations") || path.StartsWithSegments("/hotline.v1.Desk") ? Listener.Operator
            : path.StartsWithSegments("/healthz") || path.StartsWithSegments("/readyz") ? Listener.Health
            : null;
        var cameBy = context.CameBy();
        // Operator's and health's listeners serve nothing else; the others serve all that is not theirs.
        if (cameBy == meantFor || (meantFor is null && cameBy is not (Listener.Operator or Listener.Health))) return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });
}
