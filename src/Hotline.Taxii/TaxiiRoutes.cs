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
    internal const string StatusPart = "status";

    /// <summary>Maps discovery and the API roots. Put <see cref="TaxiiErrors.UseTaxiiErrors"/> before it for what lies outside of them.</summary>
    /// <exception cref="ArgumentException">The settings are not valid.</exception>
    public static void MapTaxii(
        this IEndpointRouteBuilder endpoints, TaxiiSettings settings, ICollectionStore store, TimeProvider clock, ILoggerFactory loggers)
    {
        settings.Check();
        var gate = new TaxiiGate(new BasicLogin(store, clock, loggers.CreateLogger<BasicLogin>()), loggers.CreateLogger<TaxiiGate>());
        var directory = new CollectionDirectory(settings);
        var descriptions = new Descriptions(settings, directory);
        var reading = new ObjectsReading(settings, directory, store);
        var adding = new ObjectsAdding(settings, directory, new CollectionIntake(store, clock));
        var statuses = new StatusReading(directory, store);

        endpoints.Map("/taxii2/", gate.Guard((HttpMethods.Get, descriptions.Discover)));
        endpoints.Map("/taxii2/{**rest}", gate.GuardNothing());
        foreach (var root in settings.ApiRoots)
        {
            endpoints.Map($"{root.Path}", gate.Guard((HttpMethods.Get, descriptions.DescribeRoot(root))));
            endpoints.Map($"{root.Path}collections/", gate.Guard((HttpMethods.Get, descriptions.ListCollections(root))));
            endpoints.Map($"{root.Path}collections/{{{CollectionPart}}}/", gate.Guard((HttpMethods.Get, descriptions.DescribeCollection(root))));
            endpoints.Map(
                $"{root.Path}collections/{{{CollectionPart}}}/objects/",
                gate.Guard((HttpMethods.Get, reading.Read(root)), (HttpMethods.Post, adding.Add(root))));
            endpoints.Map($"{root.Path}status/{{{StatusPart}}}/", gate.Guard((HttpMethods.Get, statuses.Read(root))));
            endpoints.Map($"{root.Path}{{**rest}}", gate.GuardNothing());
        }
    }
}
