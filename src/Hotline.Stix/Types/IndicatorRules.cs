using System.Text.Json;
using Hotline.Stix.Checks;
using Hotline.Stix.Patterns;

namespace Hotline.Stix.Types;

/// <summary>The pattern of an indicator is one of its pattern type (section 4.7.1); those of STIX are read here.</summary>
internal static class IndicatorRules
{
    public static void Pattern(JsonElement item, Inspection at)
    {
        if (RawJson.TextOf(item, "pattern_type") is "stix") CheckPattern(item, RawJson.TextOf(item, "pattern_version") == "2.0", at);
    }

    /// <summary>In 2.0 there was no other kind.</summary>
    public static void OlderPattern(JsonElement item, Inspection at)
    {
        if (RawJson.TextOf(item, "type") == "indicator" && RawJson.TextOf(item, "pattern_type") is null or "stix") CheckPattern(item, isOlder: true, at);
    }

    /// <param name="isOlder">Patterns of 2.0 may repeat qualifiers.</param>
    private static void CheckPattern(JsonElement item, bool isOlder, Inspection at)
    {
        if (RawJson.TextOf(item, "pattern") is not { } text) return;
        try
        {
            var pattern = isOlder ? StixPattern.ParseLeniently(text) : StixPattern.Parse(text);
            if (pattern.UnreadableExpression is { } fault) at.Warn("9.6.1", "pattern", $"can be matched by few: {fault}");
        }
        catch (PatternException fault)
        {
            at.Error("9", "pattern", $"is no STIX pattern: {fault.Message}");
        }
    }
}
