using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hotline.Taxii;

/// <summary>How a listener serves TAXII clients.</summary>
public static class TaxiiListening
{
    /// <summary>
    /// HTTPS over TLS 1.2 and 1.3 (TAXII 2.1, section 8.2.2). Requests that the server refuses before any program code sees them get an
    /// error resource as well.
    /// </summary>
    public static void UseTaxii(this ListenOptions listen, X509Certificate2 certificate, X509Certificate2Collection? chain)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            ServerCertificateChain = chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            // A client may show one. TLS proves that it holds the key; whose it is the accounts know, by the key alone.
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            CheckCertificateRevocation = false,
            ClientCertificateValidation = (_, _, _) => true,
        });
        listen.Use(next => connection =>
        {
            connection.Transport = new BareFailures.Transport(connection.Transport);
            return next(connection);
        });
    }
}
