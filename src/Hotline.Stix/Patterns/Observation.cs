using System.Collections.Immutable;
using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Patterns;

/// <summary>One observed-data object and the observables it names (section 4.14): what a pattern is matched against.</summary>
public sealed class Observation
{
    private readonly Dictionary<string, JsonElement> _objects;

    private Observation(string id, StixTimestamp first, StixTimestamp last, long count, Dictionary<string, JsonElement> objects) =>
        (Id, First, Last, Count, _objects) = (id, first, last, count, objects);

    /// <summary>Id of the observed-data object.</summary>
    public string Id { get; }

    public StixTimestamp First { get; }

    public StixTimestamp Last { get; }

    /// <summary>How often it was observed; each time is an observation of its own.</summary>
    public long Count { get; }

    internal IEnumerable<JsonElement> Objects => _objects.Values;

    internal int ObjectCount => _objects.Count;

    /// <summary>All observations of documents, in their order. What is no well-formed observed-data object is passed over.</summary>
    /// <param name="documents">Bundles, envelopes or single objects, read and kept by the caller for as long as the observations are used. References reach every document.</param>
    public static ImmutableArray<Observation> ReadAll(IReadOnlyList<JsonElement> documents)
    {
        var objects = documents.SelectMany(ObjectsOf).Where(item => item.ValueKind == JsonValueKind.Object).ToArray();
        var byId = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var item in objects)
            if (RawJson.TextOf(item, "id") is { } id) byId[id] = item;
        return [.. objects.Where(item => RawJson.TextOf(item, "type") == "observed-data").Select(item => Read(item, byId)).OfType<Observation>()];
    }

    internal bool TryFind(string reference, out JsonElement item) => _objects.TryGetValue(reference, out item);

    private static IEnumerable<JsonElement> ObjectsOf(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object) return [];
        var isObject = document.TryGetProperty("type", out var type) && !type.ValueEquals("bundle"u8);
        return isObject ? [document] : document.TryGetProperty("objects", out var objects) && objects.ValueKind == JsonValueKind.Array ? objects.EnumerateArray() : [];
    }

    private static Observation? Read(JsonElement item, Dictionary<string, JsonElement> byId)
    {
        if (!StixTimestamp.TryParse(RawJson.TextOf(item, "first_observed"), out var first) || !StixTimestamp.TryParse(RawJson.TextOf(item, "last_observed"), out var last) || last < first)
            return null;
        long count = 1;
        if (item.TryGetProperty("number_observed", out var number) && (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out count) || count < 1)) return null;
        var objects = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (item.TryGetProperty("object_refs", out var refs) && refs.ValueKind == JsonValueKind.Array)
        {
            // Only what is listed may be followed (section 9.7.4).
            foreach (var one in refs.EnumerateArray())
                if (one.ValueKind == JsonValueKind.String && one.GetString() is { } id && byId.TryGetValue(id, out var named)) objects[id] = named;
        }
        else if (item.TryGetProperty("objects", out var container) && container.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in container.EnumerateObject())
                if (entry.Value.ValueKind == JsonValueKind.Object) objects[entry.Name] = entry.Value;
        }

        return new Observation(RawJson.TextOf(item, "id") ?? "", first, last, count, objects);
    }
}
