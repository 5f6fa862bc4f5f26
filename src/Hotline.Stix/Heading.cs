using System.Collections.Immutable;
using System.Text.Json;
using Hotline.Stix.Checks;
using Hotline.Stix.Types;

namespace Hotline.Stix;

/// <summary>
/// What an object must show whatever the policy: without it nobody can store it under its id, tell its versions apart, or know whom its markings
/// keep out.
/// </summary>
internal sealed class Heading
{
    private string _type = "";
    private StixType? _known;
    private bool _isTopLevel;
    private string? _newFamily;

    private Heading()
    {
    }

    public string IdText { get; private init; } = "";

    public string? VersionText { get; private init; }

    public StixId Id { get; private set; }

    public string SpecVersion { get; private set; } = "2.1";

    public StixTimestamp? Created { get; private set; }

    public StixTimestamp? Modified { get; private set; }

    public ImmutableArray<string> ObjectMarkings { get; private set; } = [];

    public ImmutableArray<string> GranularMarkings { get; private set; } = [];

    /// <summary>Why the object cannot be taken at all.</summary>
    public StixFinding? Fault { get; private set; }

    public static Heading Read(JsonElement item)
    {
        var heading = new Heading { IdText = RawJson.TextOf(item, "id") ?? "", VersionText = RawJson.TextOf(item, "modified") ?? RawJson.TextOf(item, "created") };
        heading.Fault = heading.ReadIdentity(item) ?? heading.ReadTimes(item) ?? heading.ReadMarkings(item);
        return heading;
    }

    /// <summary>The rules of the object's type.</summary>
    public void CheckType(JsonElement item, Inspection at)
    {
        at.HasTopLevelExtension = _isTopLevel || _newFamily is not null;
        if (SpecVersion == "2.0")
        {
            OlderTypes.Check(item, _type, at);
            return;
        }

        var type = _known ?? CustomTypes.Of(_newFamily ?? (RawJson.Has(item, "created") || RawJson.Has(item, "modified") ? "new-sdo" : "new-sco"));
        if (_known is not null && _newFamily is not null) at.Error("7.3", "extensions", $"must not define '{_type}' anew");
        if (_known is null && _newFamily is null) at.Warn("11.2", "type", "is of a custom object, which extensions replace");
        type.Shape.Check(item, at);
        IdRules.Check(item, Id, type, at);
    }

    /// <summary>What a marking definition means; null for any other type.</summary>
    public MarkingKind? MarkingOf(JsonElement item)
    {
        if (_type != "marking-definition") return null;
        // An extension may forbid what the type alone would allow.
        if (RawJson.Has(item, "extensions")) return MarkingKind.Other;
        return RawJson.TextOf(item, "definition_type") switch
        {
            "tlp" => MarkingKind.Tlp,
            "statement" => MarkingKind.Statement,
            _ => MarkingKind.Other,
        };
    }

    private StixFinding? ReadIdentity(JsonElement item)
    {
        if (RawJson.TextOf(item, "type") is not { } type || !StixId.IsType(type)) return Found("3.2", "type", "is missing or no type's name");
        if (type == "bundle") return Found("8.1", "type", "is of a bundle, which is no STIX object");
        if (type == "action") return Found("3.8", "type", "is a reserved name");
        if (!StixId.TryParse(IdText, out var id)) return Found("2.9", "id", "is missing or no identifier type--UUID");
        if (id.Type != type) return Found("2.9", "id", "begins with another type than 'type'");
        Id = id;
        _type = type;
        _known = StixTypes.Find(type);
        (_newFamily, _isTopLevel) = ExtensionsRule.Announced(item);
        return ReadSpecVersion(item);
    }

    private StixFinding? ReadSpecVersion(JsonElement item)
    {
        if (item.TryGetProperty("spec_version", out var version))
        {
            if (version.ValueKind != JsonValueKind.String || version.GetString() is not ("2.1" or "2.0")) return Found("3.2", "spec_version", "is neither 2.1 nor 2.0");
            SpecVersion = version.GetString()!;
            return null;
        }

        // Observables stand alone since 2.1 only; anything else without the property is of 2.0, which had it on the bundle.
        SpecVersion = _known?.Family == Family.Observable || _newFamily == "new-sco" ? "2.1" : "2.0";
        return null;
    }

    private StixFinding? ReadTimes(JsonElement item)
    {
        if (ReadTime(item, "created", out var created) is { } createdFault) return createdFault;
        if (ReadTime(item, "modified", out var modified) is { } modifiedFault) return modifiedFault;
        (Created, Modified) = (created, modified);
        return null;
    }

    private static StixFinding? ReadTime(JsonElement item, string name, out StixTimestamp? timestamp)
    {
        timestamp = null;
        if (!item.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String || !StixTimestamp.TryParse(value.GetString(), out var read)) return Found("2.16", name, "is no timestamp YYYY-MM-DDTHH:mm:ss[.s+]Z");
        timestamp = read;
        return null;
    }

    private StixFinding? ReadMarkings(JsonElement item)
    {
        if (item.TryGetProperty("object_marking_refs", out var whole))
        {
            if (!TryReadList(whole, TryReadMarking, out var markings)) return Found("7.2.2", "object_marking_refs", "is no list of marking definitions' ids");
            ObjectMarkings = markings;
        }

        if (item.TryGetProperty("granular_markings", out var parts))
        {
            if (!TryReadList(parts, TryReadPart, out var markings)) return Found("7.2.3", "granular_markings", "holds one without a marking definition's id or a language");
            GranularMarkings = [.. markings.Where(marking => marking.Length > 0)];
        }

        return null;
    }

    private static bool TryReadList(JsonElement list, Func<JsonElement, string?> read, out ImmutableArray<string> values)
    {
        values = [];
        if (list.ValueKind != JsonValueKind.Array) return false;
        var builder = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var one in list.EnumerateArray())
        {
            if (read(one) is not { } value) return false;
            builder.Add(value);
        }

        values = builder.MoveToImmutable();
        return true;
    }

    private static string? TryReadMarking(JsonElement reference) =>
        reference.ValueKind == JsonValueKind.String && StixId.TryParse(reference.GetString(), out var id) && id.Type == "marking-definition" ? id.ToString() : null;

    /// <returns>Empty for a part that has a language and no marking.</returns>
    private static string? TryReadPart(JsonElement part)
    {
        if (part.ValueKind != JsonValueKind.Object) return null;
        return part.TryGetProperty("marking_ref", out var marking) ? TryReadMarking(marking) : RawJson.TextOf(part, "lang") is null ? null : "";
    }

    private static StixFinding Found(string section, string property, string sentence) => new(StixSeverity.Error, section, property, sentence);
}
