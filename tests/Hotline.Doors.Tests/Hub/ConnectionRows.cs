using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Whatever comes to the hub's port that is no call by a member.</summary>
internal static class ConnectionRows
{
    private const string Door = "hub, port";
    private const string Submit = "POST /hotline.v1.Exchange/Submit HTTP/1.1\r\nHost: hub-north.example\r\n";

    public static IEnumerable<BadInput<HubRig>> All =>
    [
        Plain("random bytes", "tls_handshake_failed", _ => RandomNumberGenerator.GetBytes(512)),
        Plain("HTTP without TLS", "tls_handshake_failed", _ => "GET / HTTP/1.1\r\nHost: hub\r\n\r\n"u8.ToArray()),
        Plain("HTTP/2 without TLS", "tls_handshake_failed", _ => Http2.Preface),
        Plain("a TLS record that says 16 KiB, and nothing more", "tls_handshake_failed", _ => [0x16, 0x03, 0x01, 0x40, 0x00, 0x01]),
        Plain("a peer that connects and says nothing", "tls_handshake_failed", _ => []),
        Certificate("no certificate", _ => null, null),
        Certificate("TLS 1.2 with a member's certificate", rig => rig.Enrolled.Alba.Start.ServerKeys.Tls, null, SslProtocols.Tls12),
        Certificate("a certificate of a key that is on no roster", rig => rig.Enrolled.Stranger.Start.ServerKeys.Tls, "*"),
        Certificate("a certificate of a revoked member", rig => rig.Enrolled.Cambria.Start.ServerKeys.Tls, "*"),
        Http1("a line that is no request", "HTTP 400", "invalid_request_line", _ => ["NONSENSE\r\n\r\n"u8.ToArray()]),
        Http1("a request of HTTP/9.9", "HTTP 505", "invalid_http_version", _ => ["GET / HTTP/9.9\r\nHost: hub\r\n\r\n"u8.ToArray()]),
        Http1("random bytes inside TLS", "HTTP 400", "invalid_request_line", _ => [[0xFF, .. RandomNumberGenerator.GetBytes(100), (byte)'\r', (byte)'\n']]),
        Http1("200 headers", "HTTP 431", "max_request_header_count_exceeded", _ => [Bytes("GET / HTTP/1.1\r\nHost: hub\r\n" + string.Concat(Enumerable.Range(0, 200).Select(at => $"X-{at}: x\r\n")) + "\r\n")]),
        Http1("a header of 20 KiB", "HTTP 431", "max_request_headers_total_size_exceeded", _ => [Bytes($"GET / HTTP/1.1\r\nHost: hub\r\nX: {new string('x', 20 * 1024)}\r\n\r\n")]),
        Http1("two hosts", "HTTP 400", "invalid_request_headers", _ => ["GET / HTTP/1.1\r\nHost: hub\r\nHost: other\r\n\r\n"u8.ToArray()]),
        Http1("headers that come one byte a second", "HTTP 408", "request_headers_timeout", _ => Bytes("GET / HTTP/1.1\r\nHost: hub-north.example\r\n").Select(one => new[] { one }), TimeSpan.FromSeconds(1)),
        Frames("no preface", "*", "invalid_handshake", _ => [new byte[64]]),
        Frames("a frame larger than was agreed", "GOAWAY FRAME_SIZE_ERROR", "max_frame_length_exceeded", _ => [Http2.Preface, Http2.Frame(Http2.Data, 0, 1, [], length: 1024 * 1024)]),
        Frames("data on a stream that was never opened", "GOAWAY *", "invalid_stream_id", _ => [Http2.Preface, Http2.Frame(Http2.Data, 0, 7, new byte[10])]),
        Frames("an even stream", "GOAWAY PROTOCOL_ERROR", "invalid_stream_id", _ => [Http2.Preface, Http2.Call(2)]),
        Frames("headers that are no HPACK", "GOAWAY *", "error_reading_headers", _ => [Http2.Preface, Http2.Frame(Http2.HeadersType, Http2.EndHeaders, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])]),
        Frames("settings that cannot be", "GOAWAY *", "invalid_settings", _ => [Http2.Preface, Http2.Frame(Http2.SettingsType, 0, 0, [0, 4, 0xFF, 0xFF, 0xFF, 0xFF])]),
        Frames("a window that overflows", "GOAWAY FLOW_CONTROL_ERROR", "invalid_window_update_size", _ => [Http2.Preface, .. Enumerable.Repeat(Http2.Frame(Http2.WindowUpdate, 0, 0, Http2.Number(int.MaxValue)), 2)]),
        Frames("headers continued without end", "*", "max_request_headers_total_size_exceeded", _ =>
            [Http2.Preface, Http2.Call(1, flags: 0), .. Enumerable.Repeat(Http2.Frame(Http2.Continuation, 0, 1, Http2.Field("x", new string('x', 4000))), 40)]),
        Frames("20,000 streams opened and reset at once", "*", "*", _ => [Http2.Preface, .. Enumerable.Range(0, 20_000).SelectMany(at => new[]
        {
            Http2.Call((2 * at) + 1), Http2.Frame(Http2.Reset, 0, (2 * at) + 1, Http2.Number((int)Http2Error.CANCEL)),
        })]),
        Frames("1,000 streams opened and left open", "*", "*", _ => [Http2.Preface, .. Enumerable.Range(0, 1000).Select(at => Http2.Call((2 * at) + 1))]),
        new(Door, "a 33rd connection of one peer", "connection closed", "Warning: Refused a connection by sample-auditor: it has 32 already", "hotline.peers.refused", async rig =>
        {
            var open = new List<RawConnection>();
            try
            {
                for (var count = 0; count < 33; count++) open.Add(await RawConnection.TlsAsync(rig.Hub.Address, rig.Enrolled.Network.AuditorCertificate, "http/1.1"));
                // To the client a handshake of TLS 1.3 looks done before the server has seen the certificate.
                await open[^1].SendWhileOpenAsync([Bytes("GET / HTTP/1.1\r\nHost: hub\r\n\r\n")]);
                return await open[^1].HttpEndAsync();
            }
            finally
            {
                foreach (var connection in open) connection.Dispose();
            }
        }),
    ];

    private static BadInput<HubRig> Plain(string input, string reason, Func<HubRig, byte[]> bytes) => new(
        Door, input, "connection closed", $"Warning: A connection to the pinned listener from 127.0.0.1:* was ended: {reason}", $"hotline.connections.broken listener=pinned reason={reason}", async rig =>
        {
            using var connection = await RawConnection.PlainAsync(rig.Hub.Address);
            await connection.SendAsync(bytes(rig));
            await connection.ReadToEndAsync();
            return "connection closed";
        });

    private static BadInput<HubRig> Certificate(string input, Func<HubRig, X509Certificate2?> own, string? refused, SslProtocols version = SslProtocols.Tls13) => new(
        Door, input, "connection closed",
        refused == "*" ? "Warning: Refused a connection: TLS key sha256:* belongs to nobody in good standing" : "Warning: A connection to the pinned listener from 127.0.0.1:* was ended: tls_handshake_failed",
        refused == "*" ? "hotline.peers.refused" : "hotline.connections.broken listener=pinned reason=tls_handshake_failed", async rig =>
        {
            try
            {
                using var connection = await RawConnection.TlsAsync(rig.Hub.Address, own(rig), "h2", version);
                await connection.SendWhileOpenAsync([Http2.Preface]);
                return (await connection.ReadToEndAsync()).Length == 0 ? "connection closed" : "answered";
            }
            catch (Exception refusal) when (refusal is AuthenticationException or IOException)
            {
                return "connection closed";
            }
        });

    private static BadInput<HubRig> Http1(string input, string answer, string reason, Func<HubRig, IEnumerable<byte[]>> pieces, TimeSpan pause = default) =>
        Inside(input, answer + ", connection closed", reason, "http/1.1", pieces, connection => connection.HttpEndAsync(), pause);

    private static BadInput<HubRig> Frames(string input, string answer, string reason, Func<HubRig, IEnumerable<byte[]>> pieces) =>
        Inside(input, answer == "*" ? "*" : answer + ", connection closed", reason, "h2", pieces, connection => connection.Http2EndAsync());

    private static BadInput<HubRig> Inside(
        string input, string answer, string reason, string protocol, Func<HubRig, IEnumerable<byte[]>> pieces, Func<RawConnection, Task<string>> end, TimeSpan pause = default) => new(
        Door, input, answer, $"Warning: A connection to the pinned listener from 127.0.0.1:* was ended: {reason}", $"hotline.connections.broken listener=pinned reason={reason}", async rig =>
        {
            using var connection = await OpenAsync(rig, protocol);
            var sending = connection.SendWhileOpenAsync(pieces(rig), pause);
            var ended = await end(connection);
            await sending;
            return ended;
        });

    private static Task<RawConnection> OpenAsync(HubRig rig, string protocol) => RawConnection.TlsAsync(rig.Hub.Address, rig.Enrolled.Alba.Start.ServerKeys.Tls, protocol);

    private static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
