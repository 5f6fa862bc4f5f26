using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What a collection is, in the plainest form: a list, filtered as TAXII 2.1, section 3.4, says.</summary>
internal sealed class CollectionModel
{
    private readonly List<StoredObject> _objects = [];

    public IReadOnlyList<StoredObject> Objects => _objects;

    public void Add(StoredObject added) => _objects.Add(added);

    public int Remove(string id, VersionFilter versions, IReadOnlyList<string> specVersions)
    {
        var chosen = Choose(_objects.Where(one => one.Object.ObjectId == id), versions, specVersions).ToList();
        _objects.RemoveAll(chosen.Contains);
        return chosen.Count;
    }

    public IEnumerable<StoredObject> Read(ObjectQuery query)
    {
        var left = _objects.Where(one =>
            one.DateAdded > (query.AddedAfter ?? long.MinValue)
            && (query.Ids.Count == 0 || query.Ids.Contains(one.Object.ObjectId))
            && (query.Types.Count == 0 || query.Types.Contains(one.Object.Type)));
        return Choose(left, query.Versions, query.SpecVersions).Where(one => one.DateAdded > (query.After?.DateAdded ?? long.MinValue)).OrderBy(one => one.DateAdded);
    }

    private static IEnumerable<StoredObject> Choose(IEnumerable<StoredObject> objects, VersionFilter versions, IReadOnlyList<string> specVersions)
    {
        foreach (var group in objects.GroupBy(one => one.Object.ObjectId))
        {
            var latest = group.Max(one => one.Object.SpecVersion);
            var kept = group.Where(one => specVersions.Count == 0 ? one.Object.SpecVersion == latest : specVersions.Contains(one.Object.SpecVersion))
                .OrderBy(one => one.Object.VersionInstant ?? 0).ThenBy(one => one.DateAdded).ToList();
            for (var at = 0; at < kept.Count; at++)
            {
                if (versions.IsAll || (versions.First && at == 0) || (versions.Last && at == kept.Count - 1) || versions.Instants.Contains(kept[at].Object.VersionInstant ?? 0))
                    yield return kept[at];
            }
        }
    }
}
