using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting.Guarding;
using Hotline.Rosters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Hosting;

/// <summary>Mutual TLS 1.3 whose keys come from the roster in force, at both ends.</summary>
public static class PinnedTls
{
    private static readonly ConditionalWeakTable<X509Certificate2, StrongBox<Digest>> Fingerprints = [];

    /// <summary>For a listener: the client's key belongs to a member, hub or auditor.</summary>
    /// <param name="loggers">Where refused and stale certificates are told; null for nowhere.</param>
    public static TlsHandshakeCallbackOptions ForServer(ServerKeys keys, RosterBook rosters, TimeProvider clock, ILoggerFactory? loggers = null)
    {
        var admission = new PeerAdmission(rosters, clock, (loggers ?? NullLoggerFactory.Instance).CreateLogger<PeerAdmission>());
        var own = SslStreamCertificateContext.Create(keys.Tls, keys.Chain, offline: true);
        return new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TimeSpan.FromSeconds(10),
            OnConnection = handshake => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = own,
                EnabledSslProtocols = SslProtocols.Tls13,
                ClientCertificateRequired = true,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    certificate is X509Certificate2 shown && admission.Admit(shown, ConnectionWatch.NoteOf(handshake.Connection)),
            }),
        };
    }

    /// <summary>For connections to a hub: its key is one that the roster in force gives it.</summary>
    /// <remarks>One connection carries all calls; pings tell a dead one within seconds.</remarks>
    public static SocketsHttpHandler ForClient(ServerKeys keys, RosterBook rosters, NodeName hub) => new()
    {
        EnableMultipleHttp2Connections = true,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = TimeSpan.FromSeconds(5),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        SslOptions = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificates = new X509CertificateCollection { keys.Tls },
            LocalCertificateSelectionCallback = (_, _, _, _, _) => keys.Tls,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is X509Certificate2 shown && rosters.Current.FindHub(hub) is { RevokedSince: null } entry && entry.Tls.Contains(FingerprintOf(shown)),
        },
    };

    /// <summary>Who is at the other end, by the roster in force at this moment: a revocation acts on open connections too.</summary>
    /// <returns>Null when the key belongs to nobody in good standing.</returns>
    public static Peer? FindPeer(this HttpContext context, RosterBook rosters, TimeProvider clock) =>
        context.Connection.ClientCertificate is { } certificate ? rosters.Current.FindPeer(FingerprintOf(certificate), clock.GetUtcNow()) : null;

    internal static Digest FingerprintOf(X509Certificate2 certificate) =>
        Fingerprints.GetValue(certificate, shown => new StrongBox<Digest>(new Digest(Certificates.KeyFingerprint(shown)))).Value;
}
