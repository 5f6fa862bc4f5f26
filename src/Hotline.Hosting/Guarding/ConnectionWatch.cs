using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hotline.Hosting.Guarding;

/// <summary>
/// Sees every connection from its first byte to its end: bounds how many there are and tells each that the peer broke, once. Why a
/// connection ended is what the server measures of it (<c>kestrel.connection.duration</c>, <c>error.type</c>).
/// </summary>
public sealed partial class ConnectionWatch : IDisposable
{
    private const string Duration = "kestrel.connection.duration";
    private const string Reason = "error.type";
    private const string NoteTag = "hotline.listener";

    /// <summary>Of one listener, so that a flood at one door leaves the others open.</summary>
    private const int MostOfListener = 400;

    /// <summary>Of one address; several members may stand behind one.</summary>
    private const int MostOfAddress = 200;

    private static readonly object Key = new();
    private static readonly Meter Meter = new(Telemetry.Prefix + "Hosting");
    private static readonly Counter<long> Broken = Meter.CreateCounter<long>(
        "hotline.connections.broken", description: "Connections that ended because of what the peer did, by listener and reason");

    /// <summary>Ends that are nobody's doing, or told elsewhere.</summary>
    private static readonly HashSet<string> Ordinary =
        ["connection_reset", "client_goaway", "graceful_app_shutdown", "app_shutdown_timeout", "aborted_by_app", "transport_completed", "keep_alive_timeout", "io_error", "other_error", "server_timeout"];

    private readonly Places<Listener> _ofListener = new(MostOfListener);
    private readonly Places<IPAddress> _ofAddress = new(MostOfAddress);
    private readonly MeterListener _ends = new();
    private readonly ILogger<ConnectionWatch> _logger;

    /// <param name="meters">The program's own: another server of the same process is not watched.</param>
    public ConnectionWatch(IMeterFactory meters, ILogger<ConnectionWatch> logger)
    {
        _logger = logger;
        _ends.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Duration && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _ends.SetMeasurementEventCallback<double>((_, _, tags, _) => TellEnd(tags));
        _ends.Start();
    }

    public void Dispose() => _ends.Dispose();

    /// <summary>Belongs first on a listener, before TLS.</summary>
    internal void Watch(ListenOptions listen, Listener listener) => listen.Use(next => async connection =>
    {
        var note = new ConnectionNote(listener, connection.RemoteEndPoint);
        connection.Items[Key] = note;
        using var one = _ofListener.TryTake(listener);
        using var address = connection.RemoteEndPoint is IPEndPoint remote ? _ofAddress.TryTake(remote.Address) : null;
        if (one is null || (address is null && connection.RemoteEndPoint is IPEndPoint))
        {
            Tell(note, "too_many_connections");
            return;
        }

        connection.Features.Get<IConnectionMetricsTagsFeature>()?.Tags.Add(new(NoteTag, note));
        try
        {
            await next(connection);
        }
        finally
        {
            note.Leave();
        }
    });

    internal static ConnectionNote? NoteOf(ConnectionContext connection) => connection.Items.TryGetValue(Key, out var note) ? note as ConnectionNote : null;

    internal static ConnectionNote? NoteOf(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out var note) == true ? note as ConnectionNote : null;

    /// <summary>The connection ends because of this.</summary>
    internal void Tell(ConnectionNote note, string reason)
    {
        if (note.IsTold) return;
        note.IsTold = true;
        Broken.Add(1, new("listener", note.ToString()), new("reason", reason));
        LogBroken(note.ToString(), note.Remote, reason);
    }

    private void TellEnd(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ConnectionNote? note = null;
        string? reason = null;
        foreach (var tag in tags)
        {
            if (tag.Key == NoteTag) note = tag.Value as ConnectionNote;
            else if (tag.Key == Reason) reason = tag.Value as string;
        }

        if (note is not null && reason is not null && !Ordinary.Contains(reason)) Tell(note, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection to the {Listener} listener from {Remote} was ended: {Reason}")]
    private partial void LogBroken(string listener, string remote, string reason);
}
