using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Hotline.Stix.Checks;

namespace Hotline.Stix;

/// <summary>Judges single objects by the rules of STIX 2.1, those of 2.0 by lighter ones. Never throws on foreign bytes.</summary>
public static class StixRules
{
    /// <summary>Faults that a refusal names; its findings hold more.</summary>
    private const int NamedFaults = 3;

    /// <summary>Judges one object that stands alone.</summary>
    /// <param name="utf8">JSON of one object; an accepted one holds a slice of it.</param>
    public static StixOutcome Judge(ReadOnlyMemory<byte> utf8, StixLimits limits, StixPolicy policy = StixPolicy.Strict) =>
        Utf8.IsValid(utf8.Span) ? JudgeText(utf8, limits, policy) : Refuse("", null, "RFC 7493, section 2.1", "it is not valid UTF-8");

    /// <summary>Every rule that an object breaks, at most 50. Empty: it keeps them all.</summary>
    public static ImmutableArray<StixFinding> Check(ReadOnlyMemory<byte> utf8, StixLimits limits) => Judge(utf8, limits).Findings;

    /// <param name="utf8">Valid UTF-8.</param>
    internal static StixOutcome JudgeText(ReadOnlyMemory<byte> utf8, StixLimits limits, StixPolicy policy)
    {
        if (utf8.Length > limits.MaxObjectSize) return Refuse("", null, "limit", $"it has more than {limits.MaxObjectSize} bytes");
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return Refuse("", null, "3", "it is not a JSON object");
            return RawJson.IsUnicode(utf8.Span, document.RootElement)
                ? JudgeObject(document.RootElement, utf8, policy)
                : Refuse("", null, "RFC 7493, section 2.1", "it holds text that is no Unicode");
        }
        catch (JsonException malformed)
        {
            return Refuse("", null, "RFC 7493, section 2", Explain(utf8.Span, limits, malformed));
        }
        catch (InvalidOperationException)
        {
            // A name of which half a surrogate pair is left cannot even be compared with its neighbours.
            return Refuse("", null, "RFC 7493, section 2.1", "it holds text that is no Unicode");
        }
    }

    private static StixOutcome JudgeObject(JsonElement item, ReadOnlyMemory<byte> raw, StixPolicy policy)
    {
        var heading = Heading.Read(item);
        if (heading.Fault is { } fault) return Refuse(heading.IdText, heading.VersionText, fault);
        var inspection = new Inspection(item);
        if (policy != StixPolicy.Off) heading.CheckType(item, inspection);
        var findings = inspection.Findings;
        if (policy == StixPolicy.Strict && inspection.HasErrors)
        {
            var errors = findings.Where(finding => finding.Severity == StixSeverity.Error).ToArray();
            var more = errors.Length > NamedFaults ? $"; and {errors.Length - NamedFaults} more" : "";
            return new StixOutcome.Refused(heading.IdText, heading.VersionText, string.Join("; ", errors.Take(NamedFaults)) + more) { Findings = findings };
        }

        return new StixOutcome.Accepted(
            new StixObject(heading.Id, heading.SpecVersion, heading.Created, heading.Modified, heading.ObjectMarkings, heading.GranularMarkings, heading.MarkingOf(item), raw))
        {
            Findings = findings,
        };
    }

    private static string Explain(ReadOnlySpan<byte> utf8, StixLimits limits, JsonException malformed)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 4096 });
            while (reader.Read())
                if (reader.CurrentDepth > limits.MaxDepth) return $"it is nested more than {limits.MaxDepth} deep";
            return "it holds a property twice";
        }
        catch (JsonException)
        {
            return $"it is not JSON, at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}";
        }
    }

    private static StixOutcome.Refused Refuse(string id, string? version, string section, string sentence) =>
        Refuse(id, version, new StixFinding(StixSeverity.Error, section, "", sentence));

    private static StixOutcome.Refused Refuse(string id, string? version, StixFinding fault) => new(id, version, fault.ToString()) { Findings = [fault] };
}
