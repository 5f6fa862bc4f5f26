using System.Text.Json;
using Hotline.Stix.Checks;
using static Hotline.Stix.Checks.Conditions;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>STIX 2.0, judged more lightly: what its objects require, and what the properties of those names look like.</summary>
internal static class OlderTypes
{
    private static readonly Targets AnyObject = ToAny(Family.Domain, Family.Relationship, Family.Observable, Family.Meta);

    /// <summary>In 2.0 a name means the same on every type, so one table serves them all.</summary>
    private static readonly Shape Table = new(
        "STIX 2.0, part 1, section 3",
        [
            Text("type"), Text("id"), Reference("created_by_ref", To("identity"), "STIX 2.0, part 1, section 3.1"), Time("created"), Time("modified"), Flag("revoked"), Texts("labels"),
            Objects("external_references", Common.ExternalReference), References("object_marking_refs", To("marking-definition"), "STIX 2.0, part 1, section 4.2"),
            new("granular_markings", new ListRule(new GranularMarkingRule())), Text("name"), Text("description"), Texts("aliases"), Common.KillChainPhases, Time("first_seen"),
            Time("last_seen"), Text("objective"), Text("identity_class"), Texts("sectors"), Text("contact_information"), Text("pattern"), Time("valid_from"), Time("valid_until"),
            Texts("goals"), Text("resource_level"), Text("primary_motivation"), Texts("secondary_motivations"), Texts("personal_motivations"), Texts("roles"), Text("sophistication"),
            Time("first_observed"), Time("last_observed"), Integer("number_observed", 1, "STIX 2.0, part 2, section 2.8", 999_999_999), new("objects", new ContainerRule()),
            Time("published"), References("object_refs", AnyObject, "STIX 2.0, part 2, section 2.9"), Text("tool_version"), Text("relationship_type"),
            Reference("source_ref", ToAny(Family.Domain), "STIX 2.0, part 2, section 3.1"), Reference("target_ref", ToAny(Family.Domain), "STIX 2.0, part 2, section 3.1"),
            Reference("sighting_of_ref", ToAny(Family.Domain), "STIX 2.0, part 2, section 3.2"), References("observed_data_refs", To("observed-data"), "STIX 2.0, part 2, section 3.2"),
            References("where_sighted_refs", To("identity"), "STIX 2.0, part 2, section 3.2"), Integer("count", 0, "STIX 2.0, part 2, section 3.2", 999_999_999), Flag("summary"),
            Text("definition_type"), Text("spec_version"),
        ],
        NotBefore("modified", "created", "STIX 2.0, part 1, section 3.1"), NotBefore("last_seen", "first_seen", "STIX 2.0, part 2"),
        NotBefore("last_observed", "first_observed", "STIX 2.0, part 2, section 2.8"), After("valid_until", "valid_from", "STIX 2.0, part 2, section 2.5"),
        IndicatorRules.OlderPattern)
    {
        IsObject = true,
    };

    /// <param name="Required">Besides the common ones.</param>
    private sealed record Older(string Section, string Required);

    private static readonly Dictionary<string, Older> Known = new(StringComparer.Ordinal)
    {
        ["attack-pattern"] = new("STIX 2.0, part 2, section 2.1", "name"),
        ["campaign"] = new("STIX 2.0, part 2, section 2.2", "name"),
        ["course-of-action"] = new("STIX 2.0, part 2, section 2.3", "name"),
        ["identity"] = new("STIX 2.0, part 2, section 2.4", "name identity_class"),
        ["indicator"] = new("STIX 2.0, part 2, section 2.5", "pattern valid_from"),
        ["intrusion-set"] = new("STIX 2.0, part 2, section 2.6", "name"),
        ["malware"] = new("STIX 2.0, part 2, section 2.7", "name"),
        ["observed-data"] = new("STIX 2.0, part 2, section 2.8", "first_observed last_observed number_observed objects"),
        ["report"] = new("STIX 2.0, part 2, section 2.9", "name published object_refs"),
        ["threat-actor"] = new("STIX 2.0, part 2, section 2.10", "name"),
        ["tool"] = new("STIX 2.0, part 2, section 2.11", "name"),
        ["vulnerability"] = new("STIX 2.0, part 2, section 2.12", "name"),
        ["relationship"] = new("STIX 2.0, part 2, section 3.1", "relationship_type source_ref target_ref"),
        ["sighting"] = new("STIX 2.0, part 2, section 3.2", "sighting_of_ref"),
        ["marking-definition"] = new("STIX 2.0, part 1, section 4.1", "definition_type definition"),
    };

    public static void Check(JsonElement item, string type, Inspection at)
    {
        Table.Check(item, at);
        if (!RawJson.Has(item, "created")) at.Error("STIX 2.0, part 1, section 3.1", "created", "is required");
        if (!RawJson.Has(item, "modified") && type != "marking-definition") at.Error("STIX 2.0, part 1, section 3.1", "modified", "is required");
        if (!Known.TryGetValue(type, out var known)) return;
        foreach (var name in known.Required.Split(' '))
            if (!RawJson.Has(item, name)) at.Error(known.Section, name, "is required");
        // 2.1 gave these labels properties of their own, and writers between the two versions leave both out.
        if (type is "indicator" or "malware" or "report" or "threat-actor" or "tool" && !RawJson.Has(item, "labels")) at.Warn(known.Section, "labels", "is required");
        if (type == "marking-definition") MarkingRules.IsTlpOfTheStandard(item, at);
    }
}
