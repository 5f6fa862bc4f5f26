using System.Text.Json;

namespace Hotline.Stix.Patterns;

/// <summary>Follows an object path from one object (section 9.7).</summary>
internal static class ObjectValues
{
    /// <returns>All values that the path reaches; none where it leads nowhere.</returns>
    public static List<JsonElement> Find(ObjectPath path, JsonElement root, Observation observation, WorkBudget budget)
    {
        var values = new List<JsonElement> { root };
        foreach (var step in path.Steps)
        {
            var next = new List<JsonElement>();
            foreach (var value in values) Take(step, value, observation, budget, next);
            values = next;
            if (values.Count == 0) break;
        }

        return values;
    }

    private static void Take(PathStep step, JsonElement value, Observation observation, WorkBudget budget, List<JsonElement> output)
    {
        budget.Spend(1);
        switch (step)
        {
            case PathStep.Name name when Dereferenced(value, observation) is { ValueKind: JsonValueKind.Object } holder:
                if (holder.TryGetProperty(name.Value, out var property)) output.Add(property);
                break;
            case PathStep.Index index when value.ValueKind == JsonValueKind.Array:
                if (index.Value >= 0 && index.Value < value.GetArrayLength()) output.Add(value[(int)index.Value]);
                break;
            case PathStep.Every when value.ValueKind == JsonValueKind.Array:
                budget.Spend(value.GetArrayLength());
                output.AddRange(value.EnumerateArray());
                break;
        }
    }

    /// <summary>A name behind a reference is one of the object it refers to (section 9.7.4).</summary>
    private static JsonElement Dereferenced(JsonElement value, Observation observation) =>
        value.ValueKind == JsonValueKind.String && observation.TryFind(value.GetString()!, out var named) ? named : value;
}
