using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>What kinds of objects there are; a custom type may be any of the first three.</summary>
internal enum Family
{
    Domain,
    Relationship,
    Observable,
    Meta,
}

/// <summary>Which objects a reference may name.</summary>
/// <param name="Families">Types that the standard does not define are allowed wherever a whole family is.</param>
internal sealed record Targets(string Names, params Family[] Families)
{
    private readonly string[] _types = Names.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool Allow(string type)
    {
        if (_types.Contains(type)) return true;
        // Nothing may refer to a bundle (section 8.2).
        return Families.Length > 0 && type != "bundle" && (StixTypes.Find(type) is not { } known || Families.Contains(known.Family));
    }

    public override string ToString() => Names.Length > 0 ? Names.Replace(" ", ", ", StringComparison.Ordinal) : string.Join(", ", Families).ToLowerInvariant();
}

/// <summary>A reference is an identifier (section 2.9) of an object of an allowed type (section 3.3).</summary>
/// <param name="section">Where the types are named.</param>
internal sealed class ReferenceRule(Targets targets, string section) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at, "2.9")) return;
        if (at.Container is { } container && value.GetString() is { } key && !IsObject(key)) CheckLocal(container, key, at);
        else if (!StixId.TryParse(RawJson.Text(value), out var type)) at.Error("2.9", "is no identifier type--UUID");
        else if (!targets.Allow(type)) at.Error(section, $"refers to {Quote.Name(type)}; allowed: {targets}");
    }

    private static bool IsObject(string key) => key.Contains("--", StringComparison.Ordinal);

    /// <summary>Within a container the name of another of its objects is the reference (section 2.13).</summary>
    private void CheckLocal(JsonElement container, string key, Inspection at)
    {
        if (!at.TryFind(container, key, out var other) || other.ValueKind != JsonValueKind.Object) at.Error("2.13", "names no object of its container");
        else if (RawJson.TextOf(other, "type") is { } type && !targets.Allow(type)) at.Error(section, $"refers to {Quote.Name(type)}; allowed: {targets}");
    }
}
