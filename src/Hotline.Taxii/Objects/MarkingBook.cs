using Hotline.Stores;

namespace Hotline.Taxii.Objects;

/// <summary>What each marking that a request refers to means: as the standard says, as the request defines it, or as the collection knows it.</summary>
internal sealed class MarkingBook
{
    /// <summary>Ids asked of the store at once.</summary>
    private const int Chunk = 100;

    private readonly Dictionary<string, HashSet<MarkingMeaning>> _meanings = new(StringComparer.Ordinal);

    private MarkingBook()
    {
    }

    public static async Task<MarkingBook> OpenAsync(
        ICollectionStore store, Guid collection, IReadOnlyList<JudgedObject.Accepted> request, CancellationToken cancellationToken)
    {
        var book = new MarkingBook();
        foreach (var item in request)
            if (item.Defines is { } meaning) book.Add(item.Object.ObjectId, meaning);
        // Also where the request defines it: whoever defines a known marking anew must not loosen it.
        var asked = request.SelectMany(item => item.Markings).Distinct(StringComparer.Ordinal).Where(id => StixJudge.WellKnown(id) is null);
        foreach (var ids in asked.Chunk(Chunk)) await book.LookUpAsync(store, collection, ids, cancellationToken);
        return book;
    }

    /// <summary>Several where definitions disagree; <see cref="MarkingMeaning.Unknown"/> where there is none.</summary>
    public IEnumerable<MarkingMeaning> MeaningsOf(string marking) =>
        StixJudge.WellKnown(marking) is { } known ? [known]
        : _meanings.TryGetValue(marking, out var meanings) ? meanings
        : [MarkingMeaning.Unknown];

    private async Task LookUpAsync(ICollectionStore store, Guid collection, string[] ids, CancellationToken cancellationToken)
    {
        ObjectCursor? after = null;
        ObjectPage page;
        do
        {
            page = await store.ReadAsync(
                new ObjectQuery(collection, AddedAfter: null, after, ids, Types: [], VersionFilter.All, Limit: Chunk) { SpecVersions = ["2.0", "2.1"] }, cancellationToken);
            foreach (var stored in page.Objects) Add(stored.Object.ObjectId, StixJudge.MeaningOf(stored.Object));
            if (page.More) after = new ObjectCursor(page.Objects[^1].DateAdded, page.Objects[^1].Object.ObjectId, page.Objects[^1].Object.Version);
        }
        while (page.More);
    }

    private void Add(string id, MarkingMeaning meaning)
    {
        if (!_meanings.TryGetValue(id, out var meanings)) _meanings[id] = meanings = [];
        meanings.Add(meaning);
    }
}
