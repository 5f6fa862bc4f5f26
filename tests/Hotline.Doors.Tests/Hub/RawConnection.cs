using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Bytes to a port, with TLS or without, and what comes back.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TcpClient _client = new();
    private Stream _stream = Stream.Null;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> PlainAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, address.Port, Stop);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    /// <param name="own">With its private key; null for none.</param>
    /// <exception cref="AuthenticationException">The server turned the connection away.</exception>
    public static async Task<RawConnection> TlsAsync(Uri address, X509Certificate2? own, string protocol, SslProtocols version = SslProtocols.Tls13)
    {
        var connection = await PlainAsync(address);
        var tls = new SslStream(connection._stream);
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "hub-north.example", EnabledSslProtocols = version, ApplicationProtocols = [new SslApplicationProtocol(protocol)],
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null, LocalCertificateSelectionCallback = own is null ? null : (_, _, _, _, _) => own,
                ClientCertificates = own is null ? null : [own], CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            },
            Stop);
        connection._stream = tls;
        return connection;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes, Stop);
        await _stream.FlushAsync(Stop);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Sends while the other side takes it.</summary>
    public async Task SendWhileOpenAsync(IEnumerable<byte[]> pieces, TimeSpan pause = default)
    {
        try
        {
            foreach (var piece in pieces)
            {
                await SendAsync(piece);
                if (pause > TimeSpan.Zero) await Task.Delay(pause, Stop);
            }
        }
        catch (IOException)
        {
            // It was closed meanwhile: what came back says why.
        }
    }

    /// <summary>Everything that comes until the other side closes.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, Stop).WaitAsync(Patience, Stop);
        }
        catch (IOException)
        {
            // Closed without ceremony.
        }

        return all.ToArray();
    }

    /// <summary>How an HTTP/1.1 exchange ended.</summary>
    public async Task<string> HttpEndAsync()
    {
        var text = Encoding.Latin1.GetString(await ReadToEndAsync());
        return text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? $"HTTP {text[9..12]}, connection closed" : "connection closed";
    }

    /// <summary>How an HTTP/2 connection ended: the error of its GOAWAY (RFC 9113, section 7).</summary>
    public async Task<string> Http2EndAsync()
    {
        var bytes = await ReadToEndAsync();
        for (var at = 0; at + 9 <= bytes.Length;)
        {
            var length = (bytes[at] << 16) | (bytes[at + 1] << 8) | bytes[at + 2];
            if (bytes[at + 3] == Http2.GoAway && bytes[at + 9 + 7] != 0) return $"GOAWAY {(Http2Error)bytes[at + 9 + 7]}, connection closed";
            at += 9 + length;
        }

        return "connection closed";
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }
}

internal enum Http2Error
{
    NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR, SETTINGS_TIMEOUT, STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL, COMPRESSION_ERROR, CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
}
