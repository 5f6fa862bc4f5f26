using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>Conditions of marking definitions (section 7.2.1).</summary>
internal static class MarkingRules
{
    public static void IsDefined(JsonElement item, Inspection at)
    {
        var kind = RawJson.Has(item, "definition_type");
        var content = item.TryGetProperty("definition", out var definition);
        var extends = RawJson.Has(item, "extensions");
        if (!kind && !content && !extends) at.Error("7.2.1", "has neither 'definition_type' and 'definition' nor an extension");
        else if (kind != content) at.Error("7.2.1", kind ? "definition" : "definition_type", "is required beside the other of the two");
        else if (content && definition.ValueKind == JsonValueKind.Object && item.GetProperty("definition_type").ValueKind == JsonValueKind.String
            && item.GetProperty("definition_type").ValueEquals("statement"u8) && RawJson.TextOf(definition, "statement") is null)
            at.Error("7.2.1.3", "definition.statement", "is required of a statement marking");
    }

    /// <summary>There are four TLP markings of the old kind, and nobody makes others (section 7.2.1.4).</summary>
    public static void IsTlpOfTheStandard(JsonElement item, Inspection at)
    {
        if (RawJson.TextOf(item, "definition_type") is not "tlp") return;
        var level = item.TryGetProperty("definition", out var definition) && definition.ValueKind == JsonValueKind.Object ? RawJson.TextOf(definition, "tlp") : null;
        var standard = level switch
        {
            "white" => "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
            "green" => "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
            "amber" => "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
            "red" => "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
            _ => null,
        };
        if (standard is null) at.Error("7.2.1.4", "definition.tlp", "is none of white, green, amber, red");
        else if (RawJson.TextOf(item, "id") != standard || RawJson.TextOf(item, "created") is not "2017-01-20T00:00:00.000Z")
            at.Error("7.2.1.4", $"is not the TLP marking that the standard defines for {level}");
    }

    /// <summary>Marking definitions may be marked, but not by themselves (section 3.2).</summary>
    public static void MarksNotItself(JsonElement item, Inspection at)
    {
        var own = RawJson.TextOf(item, "id");
        if (item.TryGetProperty("object_marking_refs", out var whole) && whole.ValueKind == JsonValueKind.Array
            && whole.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(own)))
            at.Error("7.2.1", "object_marking_refs", "names the marking itself");
        if (item.TryGetProperty("granular_markings", out var parts) && parts.ValueKind == JsonValueKind.Array
            && parts.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object && RawJson.TextOf(one, "marking_ref") == own))
            at.Error("7.2.1", "granular_markings", "names the marking itself");
    }
}
