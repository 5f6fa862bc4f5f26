using System.Collections.Immutable;
using Hotline.Collections;

namespace Hotline.Taxii.Requests;

/// <summary>A collection as one account sees it.</summary>
internal readonly record struct CollectionView(Collection Collection, CollectionRights Rights);

/// <summary>The collections of an API root by id and alias, with what each account may do.</summary>
internal sealed class CollectionDirectory(TaxiiSettings settings)
{
    /// <summary>In the order of the settings, without those on which the account has no right.</summary>
    public ImmutableArray<CollectionView> Visible(ApiRoot root, string account) =>
        [.. root.Collections.Select(collection => new CollectionView(collection, settings.RightsOf(account, collection))).Where(view => view.Rights.Any)];

    /// <param name="name">Id or alias as in the path.</param>
    /// <returns>Null for what the account may not know of, too.</returns>
    public CollectionView? Find(ApiRoot root, string name, string account)
    {
        var byId = Guid.TryParseExact(name, "D", out var id);
        foreach (var collection in root.Collections)
        {
            var named = byId ? collection.Id == id : collection.Alias is { } alias && alias == name;
            if (!named) continue;
            var rights = settings.RightsOf(account, collection);
            return rights.Any ? new CollectionView(collection, rights) : null;
        }

        return null;
    }
}
