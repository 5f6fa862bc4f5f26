using System.Diagnostics.Metrics;
using System.Security.Cryptography.X509Certificates;
using Hotline.Evidence;
using Hotline.Hosting.Guarding;
using Hotline.Leaves;
using Microsoft.Extensions.Logging;

namespace Hotline.Hosting;

/// <summary>
/// Whether a TLS key may connect: it belongs to a member, hub or auditor in good standing. Names and dates of certificates do not decide:
/// an expired certificate is let in and shown as stale, a valid one of an unknown key is not (architecture, decision 13).
/// </summary>
internal sealed partial class PeerAdmission(RosterBook rosters, TimeProvider clock, ILogger<PeerAdmission> logger)
{
    private static readonly Meter Meter = new(Telemetry.Prefix + "Hosting");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("hotline.peers.refused", description: "TLS connections by keys of nobody in good standing, or of a peer that has too many");

    /// <summary>Connections that one key may have at a time: a node needs one for each hub, its tools a few more.</summary>
    private readonly Places<Digest> _ofKey = new(32);

    /// <param name="connection">Null where nobody watches connections.</param>
    public bool Admit(X509Certificate2 certificate, ConnectionNote? connection)
    {
        var now = clock.GetUtcNow();
        var key = PinnedTls.FingerprintOf(certificate);
        if (rosters.Current.FindPeer(key, now) is not { } peer)
        {
            Refused.Add(1);
            LogRefused(LeafText.FormatHash(key));
            connection?.IsTold = true;
            return false;
        }

        if (connection is not null)
        {
            if (_ofKey.TryTake(key) is not { } place)
            {
                Refused.Add(1);
                LogTooMany(peer.Name, _ofKey.Most);
                connection.IsTold = true;
                return false;
            }

            connection.Take(place);
        }

        if (certificate.NotAfter < now) LogStale(peer.Name, certificate.NotAfter.ToUniversalTime());
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a connection: TLS key {Key} belongs to nobody in good standing")]
    private partial void LogRefused(string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a connection by {Peer}: it has {Most} already")]
    private partial void LogTooMany(string peer, int most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate of {Peer} expired at {Expiry:u}: let in by its key, shown as stale")]
    private partial void LogStale(string peer, DateTime expiry);
}
