using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Rosters;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hotline.Hosting;

/// <summary>
/// Mutual TLS 1.3 whose keys come from the roster. Names and dates of certificates do not decide: an expired certificate of a key in good
/// standing is let through, a valid one of an unknown key is not (architecture, decision 13).
/// </summary>
public static class PinnedTls
{
    private static readonly ConditionalWeakTable<X509Certificate2, StrongBox<Digest>> Fingerprints = [];

    /// <summary>For a listener: the client's key belongs to a member, hub or auditor.</summary>
    public static HttpsConnectionAdapterOptions ForServer(ServerKeys keys, RosterBook rosters, TimeProvider clock) => new()
    {
        ServerCertificate = keys.Tls,
        ServerCertificateChain = keys.Chain,
        SslProtocols = SslProtocols.Tls13,
        ClientCertificateMode = ClientCertificateMode.RequireCertificate,
        CheckCertificateRevocation = false,
        ClientCertificateValidation = (certificate, _, _) => rosters.Current.FindPeer(FingerprintOf(certificate), clock.GetUtcNow()) is not null,
    };

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

    /// <summary>The member at the other end of a call.</summary>
    /// <exception cref="RpcException">PERMISSION_DENIED: the key belongs to no member in good standing.</exception>
    public static RosterMember Member(this ServerCallContext context, RosterBook rosters, TimeProvider clock) =>
        context.GetHttpContext().FindPeer(rosters, clock) is Peer.Node node
            ? node.Member
            : throw new RpcException(new Status(StatusCode.PermissionDenied, "Your TLS key belongs to no member in good standing on this hub's roster."));

    internal static Digest FingerprintOf(X509Certificate2 certificate) =>
        Fingerprints.GetValue(certificate, shown => new StrongBox<Digest>(new Digest(Certificates.KeyFingerprint(shown)))).Value;
}
