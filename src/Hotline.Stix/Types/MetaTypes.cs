using System.Text.Json;
using Hotline.Stix.Checks;
using static Hotline.Stix.Checks.Conditions;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>STIX meta objects (section 7), a table each.</summary>
internal static class MetaTypes
{
    public static readonly StixType[] All =
    [
        StixType.Meta(
            "language-content", "7.1.1", Common.OfLanguageContent,
            [
                Reference("object_ref", ToAny(Family.Domain, Family.Relationship, Family.Observable, Family.Meta), "7.1.1").Required, Time("object_modified"),
                new("contents", new TranslationsRule(), IsRequired: true),
            ]),
        StixType.Meta(
            "marking-definition", "7.2.1", Common.OfMarking,
            [Text("name"), new("definition_type", new TextRule("7.2.1")), new("definition", new MarkingObjectRule())],
            MarkingRules.IsDefined, MarkingRules.IsTlpOfTheStandard, MarkingRules.MarksNotItself, Deprecated("7.2.1", "definition_type")),
        StixType.Meta(
            "extension-definition", "7.3.1", Common.OfExtensionDefinition,
            [
                Text("name").Required, Text("description"), Text("schema").Required, Text("version").Required,
                Terms("extension_types", Vocabularies.ExtensionType).Required, new("extension_properties", new ListRule(new TextFormRule(
                    CustomNames.IsPropertyName, "7.3.2", "is no property name: a letter, then a-z, 0-9 and _, 3 to 250 characters"))),
            ],
            AddsPropertiesOnlyAtTheTop, Should("7.3.1", "description")),
    ];

    private static void AddsPropertiesOnlyAtTheTop(JsonElement item, Inspection at)
    {
        var isTopLevel = item.TryGetProperty("extension_types", out var kinds) && kinds.ValueKind == JsonValueKind.Array
            && kinds.EnumerateArray().Any(kind => kind.ValueKind == JsonValueKind.String && kind.ValueEquals("toplevel-property-extension"u8));
        var names = RawJson.Has(item, "extension_properties");
        if (names && !isTopLevel) at.Error("7.3.1", "extension_properties", "is for a toplevel-property-extension only");
        if (!names && isTopLevel) at.Warn("7.3.1", "extension_properties", "should be there");
    }

    /// <summary>Keys are language tags, values mirror the translated object (section 7.1.1).</summary>
    private sealed class TranslationsRule : ValueRule
    {
        private static readonly DictionaryRule Shape = new(DictionaryRule.Any);

        public override void Check(JsonElement value, Inspection at)
        {
            Shape.Check(value, at);
            if (value.ValueKind != JsonValueKind.Object) return;
            foreach (var translation in value.EnumerateObject())
            {
                if (LanguageTag.IsWellFormed(RawJson.Name(translation))) continue;
                at.Enter(translation);
                at.Error("7.1.1", "is no language tag of RFC 5646");
                at.Leave();
            }
        }
    }

    private sealed class MarkingObjectRule : ValueRule
    {
        public override void Check(JsonElement value, Inspection at)
        {
            if (value.ValueKind != JsonValueKind.Object) at.Error("7.2.1", "is no marking object");
        }
    }
}
