using Hotline.Stores;
using Hotline.Taxii.Accounts;
using Hotline.Taxii.Objects;
using Hotline.Taxii.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Hotline.Taxii;

/// <summary>The paths of TAXII 2.1 on a node. All end in <c>/</c> (section 3.1); without it they answer the same.</summary>
public static class TaxiiRoutes
{
    internal const string CollectionPart = "collection";
    internal const string ObjectPart = "object";
    internal const string StatusPart = "status";

    /// <summary>Maps discovery and the API roots. Put <see cref="TaxiiErrors.UseTaxiiErrors"/> before it for what lies outside of them.</summary>
    /// <exception cref="ArgumentException">The settings are not valid.</exception>
    public static void MapTaxii(
        this IEndpointRouteBuilder endpoints, TaxiiSettings settings, ICollectionStore store, TimeProvider clock, ILoggerFactory loggers)
    {
        settings.Check();
        var authentication = new Authentication(new BasicLogin(store, clock, loggers.CreateLogger<BasicLogin>()), store, clock);
        var rates = new RequestRates<string>(settings.RequestsPerSecond, 2 * settings.RequestsPerSecond ?? 0, clock);
        var gate = new TaxiiGate(authentication, rates, loggers.CreateLogger<TaxiiGate>());
        var descriptions = new Descriptions(settings);
        var reading = new ListReading(settings, store, clock);
        var removing = new ObjectRemoving(store);
        var exporting = new Exporting(store);
        var adding = new ObjectsAdding(settings, new CollectionIntake(store, clock));
        var statuses = new StatusReading(store);

        endpoints.Map("/taxii2/", gate.Guard((HttpMethods.Get, descriptions.Discover)));
        endpoints.Map("/taxii2/{**rest}", gate.GuardNothing());
        foreach (var root in settings.ApiRoots)
        {
            endpoints.Map($"{root.Path}", gate.Guard((HttpMethods.Get, descriptions.DescribeRoot(root))));
            endpoints.Map($"{root.Path}collections/", gate.Guard((HttpMethods.Get, Descriptions.ListCollections(root))));
            var collection = $"{root.Path}collections/{{{CollectionPart}}}/";
            endpoints.Map(collection, gate.Guard((HttpMethods.Get, Descriptions.DescribeCollection(root))));
            endpoints.Map($"{collection}manifest/", gate.Guard((HttpMethods.Get, reading.Read(root, Listing.Manifest))));
            endpoints.Map($"{collection}objects/", gate.Guard((HttpMethods.Get, reading.Read(root, Listing.Objects)), (HttpMethods.Post, adding.Add(root))));
            endpoints.Map(
                $"{collection}objects/{{{ObjectPart}}}/",
                gate.Guard((HttpMethods.Get, reading.Read(root, Listing.OneObject)), (HttpMethods.Delete, removing.Remove(root))));
            endpoints.Map($"{collection}objects/{{{ObjectPart}}}/versions/", gate.Guard((HttpMethods.Get, reading.Read(root, Listing.Versions))));
            // Not of the standard, and named so that no later version of it will clash.
            endpoints.Map($"{collection}x-hotline-export/", gate.Guard(Exporting.MediaType, (HttpMethods.Get, exporting.Export(root))));
            endpoints.Map($"{root.Path}status/{{{StatusPart}}}/", gate.Guard((HttpMethods.Get, statuses.Read(root))));
            endpoints.Map($"{root.Path}{{**rest}}", gate.GuardNothing());
        }
    }
}
