using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Taxii.Accounts;

namespace Hotline.Taxii.Requests;

/// <summary>A collection as one account sees it.</summary>
internal readonly record struct CollectionView(Collection Collection, CollectionRights Rights);

/// <summary>The collections of an API root by id and alias, with what each client may do.</summary>
internal static class CollectionDirectory
{
    /// <summary>In the order of the settings, without those on which the client has no right.</summary>
    public static ImmutableArray<CollectionView> Visible(ApiRoot root, TaxiiClient client) =>
        [.. root.Collections.Select(collection => new CollectionView(collection, client.On(collection))).Where(view => view.Rights.Any)];

    /// <summary>The collection that a request's path names, as its client sees it.</summary>
    public static CollectionView? Find(ApiRoot root, TaxiiRequest request) => Find(root, request.Part(TaxiiRoutes.CollectionPart), request.Client);

    /// <param name="name">Id or alias as in the path.</param>
    /// <returns>Null for what the client may not know of, too.</returns>
    public static CollectionView? Find(ApiRoot root, string name, TaxiiClient client)
    {
        var byId = Guid.TryParseExact(name, "D", out var id);
        foreach (var collection in root.Collections)
        {
            var named = byId ? collection.Id == id : collection.Alias is { } alias && alias == name;
            if (!named) continue;
            var rights = client.On(collection);
            return rights.Any ? new CollectionView(collection, rights) : null;
        }

        return null;
    }
}
