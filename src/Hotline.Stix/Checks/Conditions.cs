using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>Conditions between properties that several types share.</summary>
internal static class Conditions
{
    /// <summary>The later of two timestamps, where both are there, is not before the earlier.</summary>
    public static Condition NotBefore(string later, string earlier, string section) => (item, at) =>
    {
        if (Compare(item, later, earlier) < 0) at.Error(section, later, $"is before '{earlier}'");
    };

    public static Condition After(string later, string earlier, string section) => (item, at) =>
    {
        if (Compare(item, later, earlier) <= 0) at.Error(section, later, $"is not after '{earlier}'");
    };

    public static Condition AnyOf(string section, params string[] names) => (item, at) =>
    {
        if (!Array.Exists(names, name => RawJson.Has(item, name))) at.Error(section, $"at least one of '{string.Join("', '", names)}' is required");
    };

    public static Condition NotBoth(string section, string one, string other) => (item, at) =>
    {
        if (RawJson.Has(item, one) && RawJson.Has(item, other)) at.Error(section, other, $"must not stand beside '{one}'");
    };

    /// <summary>Where the first is, the others must be.</summary>
    public static Condition Needs(string section, string first, params string[] others) => (item, at) =>
    {
        if (!RawJson.Has(item, first)) return;
        foreach (var other in others)
            if (!RawJson.Has(item, other)) at.Error(section, other, $"is required beside '{first}'");
    };

    /// <summary>An object may have nothing but optional properties, and then must have one of them.</summary>
    public static Condition NotEmpty(string section) => (item, at) =>
    {
        if (!item.EnumerateObject().MoveNext()) at.Error(section, "has none of its properties");
    };

    public static Condition WhenTrue(string flag, Condition then) => (item, at) =>
    {
        if (item.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.True) then(item, at);
    };

    public static Condition WhenFalse(string flag, Condition then) => (item, at) =>
    {
        if (item.TryGetProperty(flag, out var value) && value.ValueKind == JsonValueKind.False) then(item, at);
    };

    public static Condition Without(string section, string name, string sentence) => (item, at) =>
    {
        if (RawJson.Has(item, name)) at.Error(section, name, sentence);
    };

    public static Condition With(string section, string name, string sentence) => (item, at) =>
    {
        if (!RawJson.Has(item, name)) at.Error(section, name, sentence);
    };

    public static Condition Deprecated(string section, params string[] names) => (item, at) =>
    {
        foreach (var name in names)
            if (RawJson.Has(item, name)) at.Warn(section, name, "is deprecated");
    };

    public static Condition Should(string section, string name) => (item, at) =>
    {
        if (!RawJson.Has(item, name)) at.Warn(section, name, "should be there");
    };

    /// <summary>Null where not both are timestamps, which is another finding.</summary>
    private static int? Compare(JsonElement item, string later, string earlier) =>
        item.TryGetProperty(later, out var one) && one.ValueKind == JsonValueKind.String
        && item.TryGetProperty(earlier, out var other) && other.ValueKind == JsonValueKind.String
        && StixTimestamp.TryParse(one.GetString(), out var left) && StixTimestamp.TryParse(other.GetString(), out var right)
            ? left.CompareTo(right) : null;
}
