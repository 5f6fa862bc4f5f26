using System.Text.Json;
using System.Text.RegularExpressions;
using Hotline.Collections;
using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Objects;

/// <summary>Judges a body object by object: what is not sound JSON or has no sound identity never reaches a collection. Pure, and never throws.</summary>
/// <remarks>Provisional: what each type requires will be judged by Hotline.Stix.</remarks>
internal static partial class StixJudge
{
    /// <summary>Of a marking definition in the collection.</summary>
    public static MarkingMeaning MeaningOf(CollectionObject stored)
    {
        using var document = JsonDocument.Parse(stored.Raw);
        return Defines(document.RootElement) ?? MarkingMeaning.Unknown;
    }

    /// <summary>TLP as STIX 2.1, section 7.2.1.4, and FIRST define it, by id; null for any other.</summary>
    public static MarkingMeaning? WellKnown(string id) => id switch
    {
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed" or "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1" => MarkingMeaning.Red,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" => MarkingMeaning.AmberStrict,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82" or "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"
            or "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da" or "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
            or "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9" or "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" => MarkingMeaning.Travels,
        _ => null,
    };

    public static JudgedEnvelope Judge(ReadOnlyMemory<byte> body)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body.Span)) return new JudgedEnvelope.Malformed("The body is not UTF-8.");
        try
        {
            return new JudgedEnvelope.Read([.. Slices(body).Select(JudgeOne)]);
        }
        catch (JsonException)
        {
            return new JudgedEnvelope.Malformed("The body is not an envelope: a JSON object with a list of objects.");
        }
    }

    private static List<ReadOnlyMemory<byte>> Slices(ReadOnlyMemory<byte> body)
    {
        // Deeper than an object may be, so that one too deep fails alone and not the whole body.
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 1_000 });
        var slices = new List<ReadOnlyMemory<byte>>();
        var seen = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isObjects = reader.ValueTextEquals("objects");
            reader.Read();
            if (!isObjects)
            {
                reader.Skip();
                continue;
            }

            if (seen || reader.TokenType != JsonTokenType.StartArray) throw new JsonException();
            seen = true;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                slices.Add(body[start..(int)reader.BytesConsumed]);
            }
        }

        // Whatever follows the envelope makes the last read fail.
        return reader.Read() ? throw new JsonException() : slices;
    }

    private static JudgedObject JudgeOne(ReadOnlyMemory<byte> raw)
    {
        try
        {
            if (!HasSoundText(raw.Span)) return new JudgedObject.Refused("", null, "a text holds half of a surrogate pair");
            using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return JudgeOne(document.RootElement, raw);
        }
        catch (JsonException)
        {
            return new JudgedObject.Refused("", null, "a property is given twice, or nesting is deeper than 64");
        }
    }

    private static JudgedObject JudgeOne(JsonElement item, ReadOnlyMemory<byte> raw)
    {
        if (item.ValueKind != JsonValueKind.Object) return new JudgedObject.Refused("", null, "not an object");
        var (id, type, created, modified) = (Text(item, "id"), Text(item, "type"), Text(item, "created"), Text(item, "modified"));
        if (id is null || !Identifier().IsMatch(id)) return new JudgedObject.Refused("", null, "id is not a STIX identifier (STIX 2.1, section 2.9)");
        if (type is null || !id.StartsWith(type + "--", StringComparison.Ordinal))
            return new JudgedObject.Refused(id, null, "type is not that of the id (STIX 2.1, section 2.9)");
        var version = modified ?? created;
        long instant = 0;
        if (version is not null && !TaxiiTimestamp.TryParse(version, out instant))
            return new JudgedObject.Refused(id, null, "created or modified is not a timestamp (STIX 2.1, section 2.16)");
        if (modified is not null && created is null) return new JudgedObject.Refused(id, version, "created is missing (STIX 2.1, section 3.2)");
        if (Text(item, "spec_version") is { } specVersion && specVersion != "2.1") return new JudgedObject.Refused(id, version, "only STIX 2.1 is taken");
        if (IsDomainObject(type) && modified is null) return new JudgedObject.Refused(id, version, "modified is missing (STIX 2.1, section 3.2)");
        return Markings(item) is { } markings
            ? new JudgedObject.Accepted(new CollectionObject(id, type, version, version is null ? null : instant, "2.1", raw), [.. markings], Defines(item))
            : new JudgedObject.Refused(id, version, "markings are not lists of references (STIX 2.1, section 7)");
    }

    /// <summary>Null where a marking cannot be read: what nobody understands must not travel by oversight.</summary>
    private static List<string>? Markings(JsonElement item)
    {
        var markings = new List<string>();
        if (item.TryGetProperty("object_marking_refs", out var whole))
        {
            if (whole.ValueKind != JsonValueKind.Array || whole.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.String)) return null;
            markings.AddRange(whole.EnumerateArray().Select(one => one.GetString()!));
        }

        if (!item.TryGetProperty("granular_markings", out var parts)) return markings;
        if (parts.ValueKind != JsonValueKind.Array) return null;
        foreach (var part in parts.EnumerateArray())
        {
            if (part.ValueKind != JsonValueKind.Object) return null;
            if (Text(part, "marking_ref") is { } marking) markings.Add(marking);
            else if (Text(part, "lang") is null) return null;
        }

        return markings;
    }

    private static MarkingMeaning? Defines(JsonElement item) =>
        Text(item, "type") != "marking-definition" ? null
        : Text(item, "definition_type") == "statement" && !item.TryGetProperty("extensions", out _) ? MarkingMeaning.Statement
        : MarkingMeaning.Unknown;

    private static bool IsDomainObject(string type) => type is not "marking-definition" && !Observables.Contains(type);

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool HasSoundText(ReadOnlySpan<byte> raw)
    {
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = 1_000 });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }

        return true;
    }

    private static readonly HashSet<string> Observables = new(StringComparer.Ordinal)
    {
        "artifact", "autonomous-system", "directory", "domain-name", "email-addr", "email-message", "file", "ipv4-addr", "ipv6-addr", "mac-addr",
        "mutex", "network-traffic", "process", "software", "url", "user-account", "windows-registry-key", "x509-certificate",
    };

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,249}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
