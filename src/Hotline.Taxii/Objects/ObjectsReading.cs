using Hotline.Collections;
using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Objects;

/// <summary>GET objects (TAXII 2.1, section 5.4).</summary>
internal sealed class ObjectsReading(TaxiiSettings settings, CollectionDirectory directory, ICollectionStore store)
{
    /// <summary>A page ends with the object that fills it, so that a thousand large objects do not fill the memory.</summary>
    private const long FullPage = 16 * 1024 * 1024;

    private const int Slice = 100;

    private readonly PageTokens _tokens = new(settings.NextKey);

    public TaxiiAction Read(ApiRoot root) => async (request, cancellationToken) =>
    {
        if (directory.Find(root, request.Part(TaxiiRoutes.CollectionPart), request.Account) is not { } view) return TaxiiAnswer.NotFound;
        if (!view.Rights.CanRead) return TaxiiAnswer.Forbidden("The account may not read this collection.");
        return ObjectsQueryReader.Read(request.Http.Request.QueryString) switch
        {
            ObjectsQueryText.Malformed malformed => TaxiiAnswer.Malformed(malformed.Reason),
            ObjectsQueryText.Read query => await ReadAsync(request.Account, view.Collection, query, cancellationToken),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    };

    private async Task<TaxiiAnswer> ReadAsync(string account, Collection collection, ObjectsQueryText.Read query, CancellationToken cancellationToken)
    {
        var scope = new PageScope(account, collection.Id, query.Filter.Digest);
        ObjectCursor? after = null;
        // A token is never trusted: the filter and the account's rights are judged anew for every page (appendix B).
        if (query.Next is { } next && (after = _tokens.Read(next, scope)) is null)
            return TaxiiAnswer.Malformed("next is not of this server, or of another query, collection or account.");
        if (query.Filter.Nothing) return new TaxiiAnswer.Envelope([], Next: null);

        var page = await ReadPageAsync(collection, query, after, cancellationToken);
        return new TaxiiAnswer.Envelope(page.Objects, page.More ? _tokens.Write(PlaceOf(page.Objects[^1]), scope) : null);
    }

    private async Task<ObjectPage> ReadPageAsync(Collection collection, ObjectsQueryText.Read query, ObjectCursor? after, CancellationToken cancellationToken)
    {
        var limit = Math.Min(query.Limit ?? settings.MaxPageSize, settings.MaxPageSize);
        var objects = new List<StoredObject>(Math.Min(limit, Slice));
        long size = 0;
        while (true)
        {
            var slice = await store.ReadAsync(
                new ObjectQuery(
                    collection.Id, query.Filter.AddedAfter, after, query.Filter.Ids, query.Filter.Types, query.Filter.AllVersions,
                    Math.Min(Slice, limit - objects.Count)),
                cancellationToken);
            foreach (var stored in slice.Objects)
            {
                objects.Add(stored);
                size += stored.Object.Raw.Length;
                if (size >= FullPage) return new ObjectPage(objects, slice.More || stored != slice.Objects[^1]);
            }

            if (!slice.More || objects.Count == limit) return new ObjectPage(objects, slice.More);
            after = PlaceOf(objects[^1]);
        }
    }

    private static ObjectCursor PlaceOf(StoredObject stored) => new(stored.DateAdded, stored.Object.ObjectId, stored.Object.Version);
}
