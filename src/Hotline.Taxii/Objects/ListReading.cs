using Hotline.Collections;
using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Objects;

/// <summary>GET objects, object, versions and manifest: one way through filters, rights and pages for all four (TAXII 2.1, sections 5.3 to 5.8).</summary>
internal sealed class ListReading(TaxiiSettings settings, ICollectionStore store, TimeProvider clock)
{
    /// <summary>Requests that may wait at once; the others are answered without.</summary>
    private const int MostWaiting = 256;

    private readonly PageTokens _tokens = new(settings.NextKey);
    private int _waiting;

    public TaxiiAction Read(ApiRoot root, Listing listing) => async (request, cancellationToken) =>
    {
        if (CollectionDirectory.Find(root, request) is not { } view) return TaxiiAnswer.NotFound;
        if (!view.Rights.CanRead) return TaxiiAnswer.Forbidden("The account may not read this collection.");
        return ObjectsQueryReader.Read(request.Http.Request.QueryString, listing.Fields) switch
        {
            ObjectsQueryText.Malformed malformed => TaxiiAnswer.Malformed(malformed.Reason),
            ObjectsQueryText.Read query => await ReadAsync(request, view.Collection, listing, query, cancellationToken),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    };

    private async Task<TaxiiAnswer> ReadAsync(
        TaxiiRequest request, Collection collection, Listing listing, ObjectsQueryText.Read query, CancellationToken cancellationToken)
    {
        var filter = listing.IsOfOneObject ? query.Filter with { Ids = [request.Part(TaxiiRoutes.ObjectPart)] } : query.Filter;
        var scope = new PageScope(request.Account, collection.Id, Digest.Of([.. filter.Digest.ToArray(), .. System.Text.Encoding.ASCII.GetBytes(listing.Name)]));
        ObjectCursor? after = null;
        // A token is never trusted: the filter and the account's rights are judged anew for every page (appendix B).
        if (query.Next is { } next && (after = _tokens.Read(next, scope)) is null)
            return TaxiiAnswer.Malformed("next is not of this server, or of another query, collection or account.");

        var limit = Math.Min(query.Limit ?? settings.MaxPageSize, settings.MaxPageSize);
        var wait = Preferences.WaitOf(request.Http.Request.Headers["Prefer"]);
        // Before reading, so that a tag never vouches for less than was read.
        var tag = EntityTag.Of($"{scope.Filter} {scope.Collection} {scope.Account} {after?.DateAdded} {limit} {store.ChangesOf(collection.Id)}");
        if (wait == TimeSpan.Zero && EntityTag.IsNamed(request.Http.Request.Headers.IfNoneMatch, tag)) return new TaxiiAnswer.NotModified(tag);

        var objects = new ObjectQuery(collection.Id, filter.AddedAfter, after, filter.Ids, filter.Types, filter.Versions, limit) { SpecVersions = filter.SpecVersions };
        var items = new PooledBuffer();
        try
        {
            var end = wait == TimeSpan.Zero
                ? listing.Write(store, objects, items)
                : await WaitForOneAsync(() => listing.Write(store, objects, items), collection.Id, wait, cancellationToken);
            if (end.Count == 0 && listing.IsOfOneObject && !store.Contains(collection.Id, filter.Ids[0]))
            {
                items.Dispose();
                return TaxiiAnswer.NotFound;
            }

            if (wait > TimeSpan.Zero) request.Http.Response.Headers["Preference-Applied"] = $"wait={(int)wait.TotalSeconds}";
            return new TaxiiAnswer.Page(listing.Property, items, end, end.Next is { } place ? _tokens.Write(place, scope) : null, wait == TimeSpan.Zero ? tag : null);
        }
        catch
        {
            items.Dispose();
            throw;
        }
    }

    /// <summary>Reads until there is something, or the time is over.</summary>
    private async Task<PageEnd> WaitForOneAsync(Func<PageEnd> read, Guid collection, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            var isOver = Interlocked.Increment(ref _waiting) > MostWaiting ? Task.CompletedTask : Task.Delay(wait, clock, cancellationToken);
            while (true)
            {
                var change = store.NextChange(collection);
                var end = read();
                if (end.Count > 0 || isOver.IsCompleted) return end;
                await Task.WhenAny(change, isOver);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
