using Hotline.Stix.Checks;
using static Hotline.Stix.Checks.Conditions;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>STIX domain objects (section 4) and relationship objects (section 5), a table each.</summary>
internal static class DomainTypes
{
    /// <summary>Everything with an id but a bundle.</summary>
    private static readonly Targets AnyObject = ToAny(Family.Domain, Family.Relationship, Family.Observable, Family.Meta);

    private static readonly Targets Software = To("software");

    public static readonly StixType[] All =
    [
        StixType.Domain("attack-pattern", "4.1.1", [Text("name").Required, Text("description"), Texts("aliases"), Common.KillChainPhases], DomainRules.CapecReferences),
        StixType.Domain(
            "campaign", "4.2.1", [Text("name").Required, Text("description"), Texts("aliases"), Time("first_seen"), Time("last_seen"), Text("objective")],
            NotBefore("last_seen", "first_seen", "4.2.1")),
        StixType.Domain("course-of-action", "4.3.1", [Text("name").Required, Text("description")]),
        StixType.Domain(
            "grouping", "4.4.1",
            [Text("name").Required, Text("description"), Term("context", Vocabularies.GroupingContext).Required, References("object_refs", AnyObject, "4.4.1").Required]),
        StixType.Domain(
            "identity", "4.5.1",
            [
                Text("name").Required, Text("description"), Texts("roles"), Term("identity_class", Vocabularies.IdentityClass), Terms("sectors", Vocabularies.IndustrySector),
                Text("contact_information"),
            ]),
        StixType.Domain("incident", "4.6.1", [Text("name").Required, Text("description")]),
        StixType.Domain(
            "indicator", "4.7.1",
            [
                Text("name"), Text("description"), Terms("indicator_types", Vocabularies.IndicatorType), Text("pattern").Required,
                Term("pattern_type", Vocabularies.PatternType).Required, Text("pattern_version"), Time("valid_from").Required, Time("valid_until"), Common.KillChainPhases,
            ],
            After("valid_until", "valid_from", "4.7.1"), Should("4.7.1", "name"), Should("4.7.1", "description"), IndicatorRules.Pattern),
        StixType.Domain(
            "infrastructure", "4.8.1",
            [
                Text("name").Required, Text("description"), Terms("infrastructure_types", Vocabularies.InfrastructureType), Texts("aliases"), Common.KillChainPhases,
                Time("first_seen"), Time("last_seen"),
            ],
            NotBefore("last_seen", "first_seen", "4.8.1")),
        StixType.Domain(
            "intrusion-set", "4.9.1",
            [
                Text("name").Required, Text("description"), Texts("aliases"), Time("first_seen"), Time("last_seen"), Texts("goals"),
                Term("resource_level", Vocabularies.AttackResourceLevel), Term("primary_motivation", Vocabularies.AttackMotivation),
                Terms("secondary_motivations", Vocabularies.AttackMotivation),
            ],
            NotBefore("last_seen", "first_seen", "4.9.1")),
        StixType.Domain(
            "location", "4.10.1",
            [
                Text("name"), Text("description"), Float("latitude", -90, 90, "4.10.1"), Float("longitude", -180, 180, "4.10.1"), Float("precision"),
                Term("region", Vocabularies.Region), Text("country", DomainRules.IsCountry, "4.10.1", "is no code of ISO 3166-1 alpha-2", isDemanded: false),
                Text("administrative_area"), Text("city"), Text("street_address"), Text("postal_code"),
            ],
            AnyOf("4.10", "region", "country", "latitude"), Needs("4.10.1", "latitude", "longitude"), Needs("4.10.1", "longitude", "latitude"),
            Needs("4.10.1", "precision", "latitude", "longitude")),
        StixType.Domain(
            "malware", "4.11.1",
            [
                Text("name"), Text("description"), Terms("malware_types", Vocabularies.MalwareType), Flag("is_family").Required, Texts("aliases"), Common.KillChainPhases,
                Time("first_seen"), Time("last_seen"), References("operating_system_refs", Software, "4.11.1"),
                Terms("architecture_execution_envs", Vocabularies.ProcessorArchitecture), Terms("implementation_languages", Vocabularies.ImplementationLanguage),
                Terms("capabilities", Vocabularies.MalwareCapabilities), References("sample_refs", To("file artifact"), "4.11.1"),
            ],
            NotBefore("last_seen", "first_seen", "4.11.1"), WhenTrue("is_family", With("4.11.1", "name", "is required of a malware family"))),
        StixType.Domain(
            "malware-analysis", "4.12.1",
            [
                Text("product").Required, Text("version"), Reference("host_vm_ref", Software, "4.12.1"), Reference("operating_system_ref", Software, "4.12.1"),
                References("installed_software_refs", Software, "4.12.1"), Text("configuration_version"), Texts("modules"), Text("analysis_engine_version"),
                Text("analysis_definition_version"), Time("submitted"), Time("analysis_started"), Time("analysis_ended"), Text("result_name"),
                Term("result", Vocabularies.MalwareResult), References("analysis_sco_refs", ToAny(Family.Observable), "4.12.1"),
                Reference("sample_ref", To("file network-traffic artifact"), "4.12.1"),
            ],
            AnyOf("4.12", "result", "analysis_sco_refs")),
        StixType.Domain("note", "4.13.1", [Text("abstract"), Text("content").Required, Texts("authors"), References("object_refs", AnyObject, "4.13.1").Required]),
        StixType.Domain(
            "observed-data", "4.14.1",
            [
                Time("first_observed").Required, Time("last_observed").Required, Integer("number_observed", 1, "4.14.1", 999_999_999).Required,
                new("objects", new ContainerRule()), References("object_refs", ToAny(Family.Observable, Family.Relationship), "4.14.1"),
            ],
            NotBefore("last_observed", "first_observed", "4.14.1"), AnyOf("4.14", "objects", "object_refs"), NotBoth("4.14.1", "objects", "object_refs"),
            Deprecated("4.14.1", "objects"), DomainRules.AtLeastOneObservable),
        StixType.Domain(
            "opinion", "4.15.1",
            [Text("explanation"), Texts("authors"), Term("opinion", Vocabularies.Opinion).Required, References("object_refs", AnyObject, "4.15.1").Required]),
        StixType.Domain(
            "report", "4.16.1",
            [
                Text("name").Required, Text("description"), Terms("report_types", Vocabularies.ReportType), Time("published").Required,
                References("object_refs", AnyObject, "4.16.1").Required,
            ]),
        StixType.Domain(
            "threat-actor", "4.17.1",
            [
                Text("name").Required, Text("description"), Terms("threat_actor_types", Vocabularies.ThreatActorType), Texts("aliases"), Time("first_seen"), Time("last_seen"),
                Terms("roles", Vocabularies.ThreatActorRole), Texts("goals"), Term("sophistication", Vocabularies.ThreatActorSophistication),
                Term("resource_level", Vocabularies.AttackResourceLevel), Term("primary_motivation", Vocabularies.AttackMotivation),
                Terms("secondary_motivations", Vocabularies.AttackMotivation), Terms("personal_motivations", Vocabularies.AttackMotivation),
            ],
            NotBefore("last_seen", "first_seen", "4.17.1")),
        StixType.Domain(
            "tool", "4.18.1",
            [
                Text("name").Required, Text("description"), Terms("tool_types", Vocabularies.ToolType), Texts("aliases"), Common.KillChainPhases, Text("tool_version"),
            ]),
        StixType.Domain("vulnerability", "4.19.1", [Text("name").Required, Text("description")], DomainRules.CveReferences),
        StixType.Relationship(
            "relationship", "5.1.2",
            [
                Text("relationship_type", DomainRules.IsRelationshipType, "5.1.2", "holds characters besides a-z, 0-9 and -").Required, Text("description"),
                Reference("source_ref", ToAny(Family.Domain, Family.Observable), "5.1.2").Required,
                Reference("target_ref", ToAny(Family.Domain, Family.Observable), "5.1.2").Required, Time("start_time"), Time("stop_time"),
            ],
            After("stop_time", "start_time", "5.1.2"), Relationships.IsNamed),
        StixType.Relationship(
            "sighting", "5.2.1",
            [
                Text("description"), Time("first_seen"), Time("last_seen"), Integer("count", 0, "5.2.1", 999_999_999),
                Reference("sighting_of_ref", ToAny(Family.Domain), "5.2.1").Required, References("observed_data_refs", To("observed-data"), "5.2.1"),
                References("where_sighted_refs", To("identity location"), "5.2.1"), Flag("summary"),
            ],
            NotBefore("last_seen", "first_seen", "5.2.1")),
    ];
}
