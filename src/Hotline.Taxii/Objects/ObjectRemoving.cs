using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Objects;

/// <summary>DELETE object (TAXII 2.1, section 5.7): without a version, every one of them, so that the object is gone.</summary>
internal sealed class ObjectRemoving(ICollectionStore store)
{
    public TaxiiAction Remove(ApiRoot root) => async (request, cancellationToken) =>
    {
        if (CollectionDirectory.Find(root, request) is not { } view) return TaxiiAnswer.NotFound;
        if (view.Rights is not { CanRead: true, CanWrite: true }) return TaxiiAnswer.Forbidden("The account needs the rights to read and to write.");
        var query = request.Http.Request.QueryString;
        if (ObjectsQueryReader.Read(query, MatchFields.OfObject) is not ObjectsQueryText.Read { Filter: var filter })
            return TaxiiAnswer.Malformed("The query is no filter of versions.");
        var versions = query.HasValue && ObjectsQueryReader.NamesVersions(query) ? filter.Versions : VersionFilter.All;
        string[] specVersions = filter.SpecVersions.IsEmpty ? ["2.0", "2.1"] : [.. filter.SpecVersions];
        return await store.RemoveAsync(view.Collection.Id, request.Part(TaxiiRoutes.ObjectPart), versions, specVersions, cancellationToken) is null
            ? TaxiiAnswer.NotFound
            : TaxiiAnswer.Done;
    };
}
