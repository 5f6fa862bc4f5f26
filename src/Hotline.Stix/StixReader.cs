using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Hotline.Stix.Checks;

namespace Hotline.Stix;

/// <summary>Reads STIX bundles (section 8) and TAXII envelopes (TAXII 2.1, section 3.7): JSON objects with a list <c>objects</c>. Never throws on foreign bytes.</summary>
public static class StixReader
{
    /// <summary>Deep enough to find the end of any object that is then refused for its own depth.</summary>
    private const int OuterDepth = 4096;

    private static readonly JsonReaderOptions Outer = new() { MaxDepth = OuterDepth };

    /// <param name="utf8">The document; outcomes hold slices of it.</param>
    /// <returns>One outcome for each object, in order, or why it is no document.</returns>
    public static StixDocument Read(ReadOnlyMemory<byte> utf8, StixLimits limits, StixPolicy policy = StixPolicy.Strict)
    {
        if (!Utf8.IsValid(utf8.Span)) return new StixDocument.Malformed("it is not valid UTF-8 (RFC 7493, section 2.1)");
        try
        {
            return ReadObjects(utf8, limits, policy);
        }
        catch (JsonException malformed)
        {
            return new StixDocument.Malformed($"it is not JSON: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            return new StixDocument.Malformed("it holds text that is no Unicode (RFC 7493, section 2.1)");
        }
    }

    private static StixDocument ReadObjects(ReadOnlyMemory<byte> utf8, StixLimits limits, StixPolicy policy)
    {
        var reader = new Utf8JsonReader(utf8.Span, Outer);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new StixDocument.Malformed("it is not a JSON object");
        ImmutableArray<StixOutcome>.Builder? outcomes = null;
        string? type = null;
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isObjects = reader.ValueTextEquals("objects"u8);
            var isType = reader.ValueTextEquals("type"u8);
            var isId = reader.ValueTextEquals("id"u8);
            reader.Read();
            if (!isObjects)
            {
                if (isType) type = TextOf(ref reader);
                else if (isId) id = TextOf(ref reader);
                else reader.Skip();
                continue;
            }

            if (outcomes is not null) return new StixDocument.Malformed("it has two lists 'objects'");
            if (reader.TokenType != JsonTokenType.StartArray) return new StixDocument.Malformed("'objects' is not a list");
            outcomes = ImmutableArray.CreateBuilder<StixOutcome>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (outcomes.Count == limits.MaxObjects) return new StixDocument.Malformed($"it holds more than {limits.MaxObjects} objects");
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                outcomes.Add(StixRules.JudgeText(utf8[start..(int)reader.BytesConsumed], limits, policy));
            }
        }

        // Whatever follows the document's end is an error of its own.
        while (reader.Read())
        {
        }

        return BundleFault(type, id, outcomes?.Count) is { } fault ? new StixDocument.Malformed(fault) : new StixDocument.Read(outcomes?.ToImmutable() ?? []);
    }

    /// <summary>An envelope has no type; what has the type of a bundle keeps its rules (section 8.1).</summary>
    private static string? BundleFault(string? type, string? id, int? objects)
    {
        if (type is null) return null;
        if (type != "bundle") return $"it is of type '{Quote.Name(type)}', neither a bundle nor an envelope (section 8.1)";
        if (!StixId.TryParse(id, out var read) || read.Type != "bundle") return "'id' is missing or no bundle's identifier (sections 2.9, 8.1)";
        return objects == 0 ? "'objects' is an empty list (sections 2.12, 8.1)" : null;
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return "";
    }
}
