using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Cli.Demo;

/// <summary>HTTPS as any other program would speak it: trusting the demo's authority, with the auditor's certificate where one is asked for.</summary>
internal static class DemoHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="withAuditor">Shows the auditor's certificate, over TLS 1.3.</param>
    public static HttpClient Create(DemoPlan plan, bool withAuditor)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(plan.CaFile);
        var tls = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls13,
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        tls.CertificateChainPolicy.CustomTrustStore.Add(authority);
        if (withAuditor)
        {
            var auditor = X509Certificate2.CreateFromPemFile(plan.AuditorCertificate, plan.AuditorKey);
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => auditor;
        }

        return new HttpClient(new SocketsHttpHandler { SslOptions = tls, EnableMultipleHttp2Connections = true }) { Timeout = Patience };
    }
}
