using System.Collections.Immutable;
using System.Security.Authentication;
using Hotline.Collections;
using Hotline.Hosting;
using Hotline.Taxii;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Hotline.Node;

/// <summary>From a node's settings to its TAXII listener and collections.</summary>
internal static class TaxiiComposition
{
    private static readonly object Mark = new();

    public static ImmutableArray<Collection> CollectionsOf(TaxiiListener taxii) =>
    [
        .. taxii.Collections.Select(collection => new Collection(
            collection.Id, collection.Title, collection.Description, collection.Alias,
            [.. (collection.SharedWith.IsDefault ? [] : collection.SharedWith).Select(NodeName.Parse)],
            collection.StatementMarkings == "share" ? StatementMarkingPolicy.Share : StatementMarkingPolicy.Withhold)),
    ];

    /// <param name="nextKey">32 bytes.</param>
    public static TaxiiSettings SettingsOf(TaxiiListener taxii, ImmutableArray<Collection> collections, byte[] nextKey) =>
        new(taxii.Title, [new ApiRoot(taxii.ApiRoot, taxii.Title, null, collections)], nextKey) { MaxContentLength = taxii.MaxContentLength };

    /// <summary>TLS 1.2 and 1.3 (TAXII 2.1, section 8.2.2), without client certificates.</summary>
    public static void ListenTaxii(this KestrelServerOptions kestrel, TaxiiListener taxii, ServerKeys keys) =>
        kestrel.Listen(System.Net.IPEndPoint.Parse(taxii.Listen), listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = keys.Tls,
                ServerCertificateChain = keys.Chain,
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificateMode = ClientCertificateMode.NoCertificate,
            });
            // What is meant for TAXII clients is told from the rest by the listener it came in on.
            listen.Use(next => connection =>
            {
                connection.Items[Mark] = Mark;
                return next(connection);
            });
        });

    public static bool CameByTaxii(this HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) == true;
}
