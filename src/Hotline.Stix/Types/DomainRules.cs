using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>Rules of single domain and relationship types that a table cannot say.</summary>
internal static class DomainRules
{
    /// <summary>A CVE id is given exactly, under the source name <c>cve</c> (section 4.19.1).</summary>
    public static void CveReferences(JsonElement item, Inspection at) => CheckReferences(item, at, "cve", "CVE-", IsCve, "4.19.1");

    /// <summary>A CAPEC id is <c>CAPEC-</c> and its number, under the source name <c>capec</c> (section 4.1.1).</summary>
    public static void CapecReferences(JsonElement item, Inspection at) => CheckReferences(item, at, "capec", "CAPEC-", IsCapec, "4.1.1");

    /// <summary>Observed data hold an observable, not its relationships alone (section 4.14.1).</summary>
    public static void AtLeastOneObservable(JsonElement item, Inspection at)
    {
        if (!item.TryGetProperty("object_refs", out var refs) || refs.ValueKind != JsonValueKind.Array || refs.GetArrayLength() == 0) return;
        foreach (var one in refs.EnumerateArray())
            if (one.ValueKind != JsonValueKind.String || !StixId.TryParse(RawJson.Text(one), out var type) || StixTypes.Find(type)?.Family != Family.Relationship) return;
        at.Error("4.14.1", "object_refs", "names no observable");
    }

    public static bool IsRelationshipType(ReadOnlySpan<byte> text) => text.Length > 0 && !text.ContainsAnyExcept(Characters.TypeName);

    public static bool IsCountry(ReadOnlySpan<byte> text) => text.Length == 2 && char.IsAsciiLetter((char)text[0]) && char.IsAsciiLetter((char)text[1]);

    private static void CheckReferences(JsonElement item, Inspection at, string source, string prefix, Predicate<string> isId, string section)
    {
        if (!item.TryGetProperty("external_references", out var references) || references.ValueKind != JsonValueKind.Array) return;
        var index = 0;
        foreach (var reference in references.EnumerateArray())
        {
            if (reference.ValueKind == JsonValueKind.Object && RawJson.TextOf(reference, "source_name") is { } name && RawJson.TextOf(reference, "external_id") is { } id)
            {
                if (name == source && !isId(id)) at.Error(section, $"external_references.[{index}].external_id", $"is no identifier {prefix}...");
                else if (name != source && isId(id) && name.Equals(source, StringComparison.OrdinalIgnoreCase))
                    at.Error(section, $"external_references.[{index}].source_name", $"is not '{source}'");
            }

            index++;
        }
    }

    private static bool IsCve(string id) =>
        id.StartsWith("CVE-", StringComparison.Ordinal) && id.Length is >= 13 and <= 30 && id[8] == '-' && id.AsSpan(4, 4).IndexOfAnyExceptInRange('0', '9') < 0
        && id.AsSpan(9).IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsCapec(string id) =>
        id.StartsWith("CAPEC-", StringComparison.Ordinal) && id.Length is >= 7 and <= 30 && id.AsSpan(6).IndexOfAnyExceptInRange('0', '9') < 0;
}
