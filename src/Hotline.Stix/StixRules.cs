using System.Collections.Immutable;
using System.Text.Json;

namespace Hotline.Stix;

/// <summary>The rules that every object keeps (STIX 2.1, sections 2 and 3). Rules of single types come beside this.</summary>
internal static class StixRules
{
    private static readonly ImmutableHashSet<string> Observables =
    [
        "artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file", "ipv4-addr", "ipv6-addr", "mac-addr", "mutex",
        "network-traffic", "process", "software", "url", "user-account", "windows-registry-key", "x509-certificate",
    ];

    public static StixOutcome Judge(ReadOnlyMemory<byte> raw, StixLimits limits)
    {
        try
        {
            using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return new StixOutcome.Refused("", null, "it is not a JSON object (section 3)");
            RequireText(document.RootElement);
            return Judge(document.RootElement, raw);
        }
        catch (JsonException malformed)
        {
            return new StixOutcome.Refused("", null, $"it is nested too deeply, or holds a property twice (RFC 7493, section 2.3): {malformed.Message}");
        }
        catch (InvalidOperationException invalid)
        {
            // Half of a surrogate pair: no text, though JSON's grammar lets it pass.
            return new StixOutcome.Refused("", null, $"it holds text that is no Unicode (RFC 7493, section 2.1): {invalid.Message}");
        }
    }

    private static StixOutcome Judge(JsonElement item, ReadOnlyMemory<byte> raw)
    {
        var idText = Text(item, "id") ?? "";
        var version = Text(item, "modified") ?? Text(item, "created");
        if (Text(item, "type") is not { } type || !StixId.IsType(type)) return Refuse("'type' is missing or malformed (section 3.2)");
        if (!StixId.TryParse(idText, out var id)) return Refuse("'id' is missing or is no type--UUID (section 2.9)");
        if (id.Type != type) return Refuse("'id' begins with another type than 'type' (section 2.9)");
        var isObservable = Observables.Contains(type) || (!item.TryGetProperty("created", out _) && Text(item, "spec_version") is "2.1" && type.StartsWith("x-", StringComparison.Ordinal));
        if (SpecVersion(item, isObservable) is not { } spec) return Refuse("'spec_version' is neither 2.1 nor 2.0 (section 3.2)");
        if (CommonFault(item, type) is { } fault) return Refuse(fault);
        if (isObservable)
            return new StixOutcome.Accepted(new StixObject(id, spec, null, null, Refs(item), GranularRefs(item), null, raw));

        var needsModified = type is not "marking-definition";
        if (!StixTimestamp.TryParse(Text(item, "created"), out var created)) return Refuse("'created' is missing or no timestamp (sections 2.16, 3.2)");
        StixTimestamp? modified = null;
        if (item.TryGetProperty("modified", out _) || needsModified)
        {
            if (!StixTimestamp.TryParse(Text(item, "modified"), out var read)) return Refuse("'modified' is missing or no timestamp (sections 2.16, 3.2)");
            if (read < created) return Refuse("'modified' is before 'created' (section 3.2)");
            modified = read;
        }

        MarkingKind? marking = null;
        if (type == "marking-definition" && (marking = MarkingOf(item)) is null)
            return Refuse("a marking definition has 'definition_type' and 'definition', or an extension (section 7.2.1)");
        return new StixOutcome.Accepted(new StixObject(id, spec, created, modified, Refs(item), GranularRefs(item), marking, raw));

        StixOutcome.Refused Refuse(string reason) => new(idText, version, reason);
    }

    /// <summary>Which rule of the common properties an object breaks (section 3.2), or null.</summary>
    private static string? CommonFault(JsonElement item, string type)
    {
        if (item.TryGetProperty("created_by_ref", out var author) && (!IsId(author, out var identity) || identity.Type != "identity")) return "'created_by_ref' is no identity's id (section 3.2)";
        if (item.TryGetProperty("revoked", out var revoked) && revoked.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) return "'revoked' is no boolean (section 3.2)";
        if (item.TryGetProperty("labels", out var labels) && !IsListOf(labels, one => one.ValueKind == JsonValueKind.String)) return "'labels' is no list of strings, or empty (sections 2.12, 3.2)";
        if (item.TryGetProperty("confidence", out var confidence) && (!confidence.TryGetIntegerInRange(out var number) || number is < 0 or > 100)) return "'confidence' is no integer from 0 to 100 (section 3.2)";
        if (item.TryGetProperty("lang", out var lang) && lang.ValueKind != JsonValueKind.String) return "'lang' is no string (section 3.2)";
        if (item.TryGetProperty("external_references", out var references) && !IsListOf(references, IsReference)) return "'external_references' holds one without 'source_name', or is empty (section 2.5)";
        if (item.TryGetProperty("object_marking_refs", out var markings) && !IsListOf(markings, IsMarking)) return "'object_marking_refs' holds no marking definition's id, or is empty (section 7.2.2)";
        if (item.TryGetProperty("granular_markings", out var granular) && !IsListOf(granular, IsGranular)) return "'granular_markings' holds one without selectors or without a marking, or is empty (section 7.2.3)";
        if (item.TryGetProperty("extensions", out var extensions) && (extensions.ValueKind != JsonValueKind.Object || !extensions.EnumerateObject().Any())) return "'extensions' is no dictionary, or empty (section 7.3)";
        return type == "marking-definition" && item.TryGetProperty("object_marking_refs", out var own) && own.EnumerateArray().Any(one => one.ValueEquals(Text(item, "id")))
            ? "a marking definition marks itself (section 7.2.1)"
            : null;
    }

    private static string? SpecVersion(JsonElement item, bool isObservable)
    {
        if (!item.TryGetProperty("spec_version", out var version)) return isObservable ? "2.1" : "2.0";
        return version.ValueKind == JsonValueKind.String && version.GetString() is "2.1" or "2.0" ? version.GetString() : null;
    }

    private static MarkingKind? MarkingOf(JsonElement item)
    {
        var isExtended = item.TryGetProperty("extensions", out _);
        if (!item.TryGetProperty("definition_type", out _)) return isExtended ? MarkingKind.Other : null;
        if (Text(item, "definition_type") is not { } kind || !item.TryGetProperty("definition", out var definition) || definition.ValueKind != JsonValueKind.Object) return null;
        // An extension may forbid what the type alone would allow.
        if (isExtended) return MarkingKind.Other;
        return kind switch { "tlp" => MarkingKind.Tlp, "statement" => MarkingKind.Statement, _ => MarkingKind.Other };
    }

    private static ImmutableArray<string> Refs(JsonElement item) =>
        item.TryGetProperty("object_marking_refs", out var refs) ? [.. refs.EnumerateArray().Select(one => one.GetString()!)] : [];

    private static ImmutableArray<string> GranularRefs(JsonElement item) => item.TryGetProperty("granular_markings", out var parts)
        ? [.. parts.EnumerateArray().Select(part => Text(part, "marking_ref")).OfType<string>()]
        : [];

    private static bool IsMarking(JsonElement one) => IsId(one, out var id) && id.Type == "marking-definition";

    private static bool IsGranular(JsonElement one) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty("selectors", out var selectors) && IsListOf(selectors, selector => selector.ValueKind == JsonValueKind.String)
        && (one.TryGetProperty("marking_ref", out var marking) ? IsMarking(marking) : Text(one, "lang") is not null);

    private static bool IsReference(JsonElement one) => one.ValueKind == JsonValueKind.Object && Text(one, "source_name") is not null;

    private static bool IsListOf(JsonElement list, Predicate<JsonElement> isMember)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return false;
        foreach (var one in list.EnumerateArray())
            if (!isMember(one)) return false;
        return true;
    }

    private static bool IsId(JsonElement value, out StixId id)
    {
        id = default;
        return value.ValueKind == JsonValueKind.String && StixId.TryParse(value.GetString(), out id);
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryGetIntegerInRange(this JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out number);
    }

    /// <summary>Decodes every text once: one that is no Unicode raises <see cref="InvalidOperationException"/>.</summary>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var one in element.EnumerateArray()) RequireText(one);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    RequireText(property.Value);
                }

                break;
        }
    }
}
