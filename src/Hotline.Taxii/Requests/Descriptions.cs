using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Requests;

/// <summary>GET discovery, API root, collections and collection: what there is (TAXII 2.1, sections 4.1, 4.2, 5.1, 5.2).</summary>
internal sealed class Descriptions(TaxiiSettings settings)
{
    public Task<TaxiiAnswer> Discover(TaxiiRequest request, CancellationToken cancellationToken)
    {
        string[] roots = [.. settings.ApiRoots.Select(root => root.Path)];
        return Answer(TaxiiAnswer.Of(
            new DiscoveryResource(settings.Title, settings.Description, settings.Contact, roots[0], roots), TaxiiJson.Readable.DiscoveryResource));
    }

    public TaxiiAction DescribeRoot(ApiRoot root) => (_, _) => Answer(TaxiiAnswer.Of(
        new ApiRootResource(root.Title, root.Description, [TaxiiMediaType.Value], settings.MaxContentLength), TaxiiJson.Readable.ApiRootResource));

    public static TaxiiAction ListCollections(ApiRoot root) => (request, _) =>
    {
        CollectionResource[] collections = [.. CollectionDirectory.Visible(root, request.Client).Select(Describe)];
        return Answer(TaxiiAnswer.Of(new CollectionsResource(collections is [] ? null : collections), TaxiiJson.Readable.CollectionsResource));
    };

    public static TaxiiAction DescribeCollection(ApiRoot root) => (request, _) => Answer(
        CollectionDirectory.Find(root, request) is { } view
            ? TaxiiAnswer.Of(Describe(view), TaxiiJson.Readable.CollectionResource)
            : TaxiiAnswer.NotFound);

    private static CollectionResource Describe(CollectionView view) => new(
        view.Collection.Id, view.Collection.Title, view.Collection.Description, view.Collection.Alias,
        view.Rights.CanRead, view.Rights.CanWrite, [TaxiiMediaType.StixOf("2.1"), TaxiiMediaType.StixOf("2.0")]);

    private static Task<TaxiiAnswer> Answer(TaxiiAnswer answer) => Task.FromResult(answer);
}
