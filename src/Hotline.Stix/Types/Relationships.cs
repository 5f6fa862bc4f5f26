using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>The relationships that the standard names between its types (sections 3.7, 4.1.2 to 4.18.2, 6.4.2 to 6.9.2; appendix B). Others are allowed.</summary>
internal static class Relationships
{
    /// <summary>Source, relationship types, targets; a star for all observables.</summary>
    private const string Table = """
        attack-pattern | delivers | malware
        attack-pattern | targets | identity location vulnerability
        attack-pattern | uses | malware tool
        campaign | attributed-to | intrusion-set threat-actor
        campaign | compromises | infrastructure
        campaign | originates-from | location
        campaign | targets | identity location vulnerability
        campaign | uses | attack-pattern infrastructure malware tool
        course-of-action | investigates | indicator
        course-of-action | mitigates | attack-pattern indicator malware tool vulnerability
        course-of-action | remediates | malware vulnerability
        domain-name | resolves-to | domain-name ipv4-addr ipv6-addr
        identity | located-at | location
        indicator | indicates | attack-pattern campaign infrastructure intrusion-set malware threat-actor tool
        indicator | based-on | observed-data
        infrastructure | communicates-with | infrastructure ipv4-addr ipv6-addr domain-name url
        infrastructure | consists-of | infrastructure observed-data *
        infrastructure | controls | infrastructure malware
        infrastructure | delivers | malware
        infrastructure | has | vulnerability
        infrastructure | hosts | tool malware
        infrastructure | located-at | location
        infrastructure | uses | infrastructure
        intrusion-set | attributed-to | threat-actor
        intrusion-set | compromises hosts owns | infrastructure
        intrusion-set | originates-from | location
        intrusion-set | targets | identity location vulnerability
        intrusion-set | uses | attack-pattern infrastructure malware tool
        ipv4-addr | belongs-to | autonomous-system
        ipv4-addr | resolves-to | mac-addr
        ipv6-addr | belongs-to | autonomous-system
        ipv6-addr | resolves-to | mac-addr
        malware | authored-by | threat-actor intrusion-set
        malware | beacons-to exfiltrates-to | infrastructure
        malware | communicates-with | ipv4-addr ipv6-addr domain-name url
        malware | controls variant-of | malware
        malware | downloads drops | malware tool file
        malware | exploits | vulnerability
        malware | originates-from | location
        malware | targets | identity infrastructure location vulnerability
        malware | uses | attack-pattern infrastructure malware tool
        malware-analysis | characterizes av-analysis-of static-analysis-of dynamic-analysis-of | malware
        threat-actor | attributed-to impersonates | identity
        threat-actor | compromises hosts owns | infrastructure
        threat-actor | located-at | location
        threat-actor | targets | identity location vulnerability
        threat-actor | uses | attack-pattern infrastructure malware tool
        tool | delivers drops | malware
        tool | has | vulnerability
        tool | targets | identity infrastructure location vulnerability
        tool | uses | infrastructure
        """;

    private static readonly HashSet<(string Source, string Kind, string Target)> Named = [.. Rows()];

    /// <summary>A name of the standard's own should be used where it has one (section 5.1.2). Who relates custom objects names that as he likes.</summary>
    public static void IsNamed(JsonElement item, Inspection at)
    {
        if (TypeAt(item, "source_ref") is not { } source || TypeAt(item, "target_ref") is not { } target || RawJson.TextOf(item, "relationship_type") is not { } kind) return;
        var isNamed = kind switch
        {
            "related-to" => true,
            "derived-from" or "duplicate-of" => source == target,
            _ => Named.Contains((source.Name, kind, target.Name)) || (target.Family == Family.Observable && Named.Contains((source.Name, kind, "*"))),
        };
        if (!isNamed) at.Warn("5.1.2", "relationship_type", $"is not one that the standard names from {source.Name} to {target.Name}");
    }

    private static StixType? TypeAt(JsonElement item, string name) =>
        item.TryGetProperty(name, out var reference) && reference.ValueKind == JsonValueKind.String && StixId.TryParse(RawJson.Text(reference), out var type) ? StixTypes.Find(type) : null;

    private static IEnumerable<(string Source, string Kind, string Target)> Rows() =>
        from line in Table.Split('\n')
        let columns = line.Split('|', StringSplitOptions.TrimEntries)
        from kind in columns[1].Split(' ')
        from target in columns[2].Split(' ')
        select (columns[0], kind, target);
}
