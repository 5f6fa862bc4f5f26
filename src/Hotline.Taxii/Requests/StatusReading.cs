using Hotline.Stores;
using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Requests;

/// <summary>GET status (TAXII 2.1, section 4.3).</summary>
internal sealed class StatusReading(ICollectionStore store)
{
    public TaxiiAction Read(ApiRoot root) => async (request, cancellationToken) =>
    {
        if (!Guid.TryParseExact(request.Part(TaxiiRoutes.StatusPart), "D", out var id)) return TaxiiAnswer.NotFound;
        if (await store.FindStatusAsync(id, cancellationToken) is not { } status) return TaxiiAnswer.NotFound;
        // Only who may see the collection may see what was added to it, and only below its own API root.
        if (CollectionDirectory.Find(root, status.Collection.ToString("D"), request.Client) is null) return TaxiiAnswer.NotFound;
        return TaxiiAnswer.Of(StatusForm.Of(status), TaxiiJson.Readable.StatusResource);
    };
}
