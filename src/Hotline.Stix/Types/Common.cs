using System.Text.Json;
using Hotline.Stix.Checks;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>The properties that types have in common (section 3.2). What identifies an object is judged before any of this.</summary>
internal static class Common
{
    public static readonly Shape ExternalReference = new(
        "2.5.1",
        [
            Text("source_name").Required, Text("description"), Text("url", TextForms.IsUri, "2.5.1", "is no URL of RFC 3986", isDemanded: false), Hashes("hashes"), Text("external_id"),
        ],
        Checks.Conditions.AnyOf("2.5.2", "description", "url", "external_id"));

    public static readonly Property KillChainPhases = Objects(
        "kill_chain_phases", new Shape("2.11", [KillChainName("kill_chain_name").Required, KillChainName("phase_name").Required]));

    private static readonly Property[] Identifying = [Judged("type"), Judged("id"), Judged("spec_version")];

    private static readonly Property Created = new("created", new TimestampRule(3, int.MaxValue, "3.2"));
    private static readonly Property Modified = new("modified", new TimestampRule(3, int.MaxValue, "3.2"));
    private static readonly Property CreatedBy = Reference("created_by_ref", To("identity"), "3.2");
    private static readonly Property ExternalReferences = Objects("external_references", ExternalReference);
    private static readonly Property Extensions = new("extensions", new ExtensionsRule());
    private static readonly Property Confidence = Integer("confidence", 0, "3.2", 100);
    private static readonly Property Lang = Language("lang", "3.2");

    private static readonly Property[] Markings =
    [
        References("object_marking_refs", To("marking-definition"), "7.2.2"), new("granular_markings", new ListRule(new GranularMarkingRule())),
    ];

    private static readonly Property Defanged = new("defanged", new UnusedRule("MUST NOT be used but on observables", StixSeverity.Error));

    /// <summary>Section 4 and 5.</summary>
    public static readonly Property[] OfDomain =
    [
        .. Identifying, CreatedBy, Created.Required with { Section = "3.2" }, Modified.Required with { Section = "3.2" }, Flag("revoked"), Texts("labels"), Confidence, Lang,
        ExternalReferences, .. Markings, Extensions, Defanged,
    ];

    /// <summary>Section 6. Versioning an observable is for producers with a namespace of their own (section 3.6).</summary>
    public static readonly Property[] OfObservable =
    [
        .. Identifying, .. Markings, Extensions, Flag("defanged"), CreatedBy, Created, Modified, Flag("revoked"), Unused("labels"), Unused("confidence"), Unused("lang"),
        Unused("external_references"),
    ];

    /// <summary>Section 7.2.1.</summary>
    public static readonly Property[] OfMarking =
    [
        .. Identifying, CreatedBy, Created.Required with { Section = "3.2" }, ExternalReferences, .. Markings, Extensions, Unused("modified"), Unused("revoked"), Unused("labels"),
        Unused("confidence"), Unused("lang"), Defanged,
    ];

    /// <summary>Section 7.1.1.</summary>
    public static readonly Property[] OfLanguageContent =
    [
        .. Identifying, CreatedBy, Created.Required with { Section = "3.2" }, Modified.Required with { Section = "3.2" }, Flag("revoked"), Texts("labels"), Confidence,
        ExternalReferences, .. Markings, Extensions, Unused("lang"), Defanged,
    ];

    /// <summary>Section 7.3.1.</summary>
    public static readonly Property[] OfExtensionDefinition =
    [
        .. Identifying, CreatedBy.Required with { Section = "7.3.1" }, Created.Required with { Section = "3.2" }, Modified.Required with { Section = "3.2" }, Flag("revoked"),
        Texts("labels"), ExternalReferences, .. Markings, Unused("extensions"), Unused("confidence"), Unused("lang"), Defanged,
    ];

    public static readonly Condition[] Always = [Checks.Conditions.NotBefore("modified", "created", "3.2")];

    public static Property Language(string name, string section) => Text(name, LanguageTag.IsWellFormed, section, "is no language tag of RFC 5646");

    private static Property Judged(string name) => new(name, AnyRule.Instance);

    private static Property Unused(string name) => new(name, new UnusedRule("is not in use on this type", StixSeverity.Warning));

    private static Property KillChainName(string name) =>
        Text(name, IsLowercase, "2.11", "should be lowercase with hyphens", isDemanded: false);

    private static bool IsLowercase(ReadOnlySpan<byte> text) => !text.ContainsAnyInRange((byte)'A', (byte)'Z') && !text.ContainsAny((byte)' ', (byte)'_');

    /// <summary>Judged elsewhere.</summary>
    private sealed class AnyRule : ValueRule
    {
        public static AnyRule Instance { get; } = new();

        public override void Check(JsonElement value, Inspection at)
        {
        }
    }

    private sealed class UnusedRule(string sentence, StixSeverity severity) : ValueRule
    {
        public override void Check(JsonElement value, Inspection at)
        {
            if (severity == StixSeverity.Error) at.Error("3.2", sentence);
            else at.Warn("3.2", sentence);
        }
    }
}
