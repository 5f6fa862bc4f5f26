using System.Diagnostics.Metrics;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Hotline.Evidence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Hosting.Guarding;

/// <summary>Sees the end of every request: what was turned away is told once, in one line and one count, whoever turned it away.</summary>
internal sealed partial class RequestWatch(RosterBook rosters, ConnectionWatch connections, TimeProvider clock, ILogger<RequestWatch> logger)
{
    /// <summary>Of a path, which is the caller's own text.</summary>
    private const int MaxShown = 200;

    private static readonly Meter Meter = new(Telemetry.Prefix + "Hosting");
    private static readonly Counter<long> Rejected = Meter.CreateCounter<long>(
        "hotline.calls.rejected", description: "Requests turned away before any rule of Hotline's judged them, by listener and status");

    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException bad) when (context.CameBy() is not null && !context.Response.HasStarted)
        {
            context.Response.StatusCode = bad.StatusCode;
        }
        finally
        {
            // The connection may end with it, or with the body that was left unread, and needs no line of its own.
            if (context.Response.StatusCode is StatusCodes.Status408RequestTimeout or StatusCodes.Status415UnsupportedMediaType) ConnectionWatch.NoteOf(context)?.IsTold = true;
            if (context.RequestAborted.IsCancellationRequested) CountReset(context);
            // A TAXII client is told by TAXII's own rules.
            else if (context.CameBy() is { } listener) TellEnd(context, listener);
        }
    }

    private void CountReset(HttpContext context)
    {
        if (ConnectionWatch.NoteOf(context) is not { } note || !note.Resets.IsUsedUpBy(clock)) return;
        connections.Tell(note, "too_many_resets");
        context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }

    private void TellEnd(HttpContext context, Listener listener)
    {
        if (context.Features.Get<IServerCallContextFeature>()?.ServerCallContext is { } call) TellCall(context, listener, call);
        else if (context.Response.StatusCode >= StatusCodes.Status400BadRequest && !IsHealthCheck(context)) Tell(context, listener, $"HTTP {context.Response.StatusCode}", "");
        // A service or method that does not exist has no call, only its answer.
        else if (int.TryParse(context.Response.Headers["grpc-status"], out var status) && status != 0)
            Tell(context, listener, ((StatusCode)status).ToString(), context.Response.Headers["grpc-message"].ToString());
    }

    private void TellCall(HttpContext context, Listener listener, ServerCallContext call)
    {
        var status = call.Status;
        // Whoever sets a deadline or hangs up knows it.
        if (status.StatusCode is StatusCode.OK or StatusCode.Cancelled or StatusCode.DeadlineExceeded || RejectedCall.IsTold(status)) return;
        if (status.DebugException is { } cause && status.StatusCode == StatusCode.Unknown)
        {
            status = StatusOf(cause);
            if (cause is BadHttpRequestException) ConnectionWatch.NoteOf(context)?.IsTold = true;
            Correct(context.Response, status);
            if (status.StatusCode == StatusCode.Internal)
            {
                Rejected.Add(1, new("listener", Name(listener)), new("status", status.StatusCode));
                LogFailed(Shown(context), PeerOf(context), cause);
                return;
            }
        }

        Tell(context, listener, status.StatusCode.ToString(), status.Detail);
    }

    private void Tell(HttpContext context, Listener listener, string status, string detail)
    {
        Rejected.Add(1, new("listener", Name(listener)), new("status", status));
        LogRejected(Shown(context), PeerOf(context), status, detail);
    }

    /// <summary>What the caller did wrong has a status of its own; what we did wrong has no words for others.</summary>
    private static Status StatusOf(Exception cause) => cause switch
    {
        InvalidProtocolBufferException => new Status(StatusCode.InvalidArgument, "The request is no message of this protocol."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Status(StatusCode.ResourceExhausted, "The request is larger than this server takes."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new Status(StatusCode.DeadlineExceeded, "The request came too slowly."),
        BadHttpRequestException => new Status(StatusCode.InvalidArgument, "The request cannot be read."),
        _ => new Status(StatusCode.Internal, "The server failed; its log says why."),
    };

    /// <summary>The framework has no words but "unknown" for what it cannot read; before the answer is sent there is time for better ones.</summary>
    private static void Correct(HttpResponse response, Status status)
    {
        var fields = response.HasStarted ? response.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpResponseTrailersFeature>()?.Trailers : response.Headers;
        if (fields is null || fields.IsReadOnly) return;
        fields["grpc-status"] = ((int)status.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        fields["grpc-message"] = status.Detail;
    }

    /// <summary>"Not ready" is an answer, not a complaint.</summary>
    private static bool IsHealthCheck(HttpContext context) => context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable && context.Request.Path == "/readyz";

    private string PeerOf(HttpContext context) => context.FindPeer(rosters, clock)?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "the operator";

    private static string Name(Listener listener) => listener.ToString().ToLowerInvariant();

    private static string Shown(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return $"{context.Request.Method} {(path.Length <= MaxShown ? path : path[..MaxShown] + "…")}";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rejected a call {Request} by {Peer}: {Status} {Detail}")]
    private partial void LogRejected(string request, string peer, string status, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call {Request} by {Peer} failed")]
    private partial void LogFailed(string request, string peer, Exception cause);
}

public static class RequestWatching
{
    /// <summary>Belongs first in the pipeline, so that it sees how everything ends.</summary>
    public static void UseRequestWatch(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        var watch = new RequestWatch(
            services.GetRequiredService<RosterBook>(), services.GetRequiredService<ConnectionWatch>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger<RequestWatch>());
        app.Use(watch.RunAsync);
    }
}
