using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Requests;

/// <summary>GET discovery, API root, collections and collection: what there is (TAXII 2.1, sections 4.1, 4.2, 5.1, 5.2).</summary>
internal sealed class Descriptions(TaxiiSettings settings, CollectionDirectory directory)
{
    public Task<TaxiiAnswer> Discover(TaxiiRequest request, CancellationToken cancellationToken)
    {
        string[] roots = [.. settings.ApiRoots.Select(root => root.Path)];
        return Answer(TaxiiAnswer.Of(
            new DiscoveryResource(settings.Title, settings.Description, settings.Contact, roots[0], roots), TaxiiJson.Readable.DiscoveryResource));
    }

    public TaxiiAction DescribeRoot(ApiRoot root) => (_, _) => Answer(TaxiiAnswer.Of(
        new ApiRootResource(root.Title, root.Description, [TaxiiMediaType.Value], settings.MaxContentLength), TaxiiJson.Readable.ApiRootResource));

    public TaxiiAction ListCollections(ApiRoot root) => (request, _) =>
    {
        CollectionResource[] collections = [.. directory.Visible(root, request.Account).Select(Describe)];
        return Answer(TaxiiAnswer.Of(new CollectionsResource(collections is [] ? null : collections), TaxiiJson.Readable.CollectionsResource));
    };

    public TaxiiAction DescribeCollection(ApiRoot root) => (request, _) => Answer(
        directory.Find(root, request.Part(TaxiiRoutes.CollectionPart), request.Account) is { } view
            ? TaxiiAnswer.Of(Describe(view), TaxiiJson.Readable.CollectionResource)
            : TaxiiAnswer.NotFound);

    private static CollectionResource Describe(CollectionView view) => new(
        view.Collection.Id, view.Collection.Title, view.Collection.Description, view.Collection.Alias,
        view.Rights.CanRead, view.Rights.CanWrite, [TaxiiMediaType.Stix]);

    private static Task<TaxiiAnswer> Answer(TaxiiAnswer answer) => Task.FromResult(answer);
}
