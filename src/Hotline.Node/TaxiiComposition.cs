using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Hosting;
using Hotline.Taxii;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hotline.Node;

/// <summary>From a node's settings to its TAXII listener and collections.</summary>
internal static class TaxiiComposition
{
    private static readonly object Mark = new();

    /// <summary>All of the node's, whatever their API root.</summary>
    public static ImmutableArray<Collection> CollectionsOf(TaxiiListener taxii) => [.. RootsOf(taxii).SelectMany(root => root.Collections)];

    /// <param name="nextKey">32 bytes.</param>
    /// <param name="spool">Folder of the node's own, on the disk of its data.</param>
    public static TaxiiSettings SettingsOf(TaxiiListener taxii, byte[] nextKey, string spool) => new(taxii.Title, RootsOf(taxii), nextKey)
    {
        MaxContentLength = taxii.MaxContentLength, RequestsPerSecond = taxii.RequestsPerSecond, SpoolFolder = spool,
    };

    private static ImmutableArray<ApiRoot> RootsOf(TaxiiListener taxii) =>
    [
        new ApiRoot(taxii.ApiRoot, taxii.Title, null, CollectionsOf(taxii.Collections)),
        .. (taxii.MoreRoots ?? []).Select(root => new ApiRoot(root.Path, root.Title, root.Description, CollectionsOf(root.Collections))),
    ];

    private static ImmutableArray<Collection> CollectionsOf(ImmutableArray<CollectionSettings> collections) =>
    [
        .. collections.Select(collection => new Collection(
            collection.Id, collection.Title, collection.Description, collection.Alias,
            [.. (collection.SharedWith.IsDefault ? [] : collection.SharedWith).Select(NodeName.Parse)],
            collection.StatementMarkings == "share" ? StatementMarkingPolicy.Share : StatementMarkingPolicy.Withhold)
        {
            Validation = collection.Validation switch { "lenient" => ObjectValidation.Lenient, "off" => ObjectValidation.Off, _ => ObjectValidation.Strict },
        }),
    ];

    public static void ListenTaxii(this KestrelServerOptions kestrel, TaxiiListener taxii, ServerKeys keys) =>
        kestrel.Listen(System.Net.IPEndPoint.Parse(taxii.Listen), listen =>
        {
            listen.WatchTaxii();
            listen.UseTaxii(keys.Tls, keys.Chain);
            // What is meant for TAXII clients is told from the rest by the listener it came in on.
            listen.Use(next => connection =>
            {
                connection.Items[Mark] = Mark;
                return next(connection);
            });
        });

    public static bool CameByTaxii(this HttpContext context) => context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) == true;
}
