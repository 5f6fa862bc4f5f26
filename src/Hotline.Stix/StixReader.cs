using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace Hotline.Stix;

/// <summary>Reads STIX bundles (section 8) and TAXII envelopes (TAXII 2.1, section 3.7): JSON objects with a list <c>objects</c>. Never throws on foreign bytes.</summary>
public static class StixReader
{
    /// <summary>Deep enough to find the end of any object that is then refused for its own depth.</summary>
    private const int OuterDepth = 4096;

    private static readonly JsonReaderOptions Outer = new() { MaxDepth = OuterDepth };

    /// <param name="utf8">The document; outcomes hold slices of it.</param>
    /// <returns>One outcome for each object, in order, or why it is no document.</returns>
    public static StixDocument Read(ReadOnlyMemory<byte> utf8, StixLimits limits)
    {
        if (!Utf8.IsValid(utf8.Span)) return new StixDocument.Malformed("it is not valid UTF-8 (RFC 7493, section 2.1)");
        try
        {
            return ReadObjects(utf8, limits);
        }
        catch (JsonException malformed)
        {
            return new StixDocument.Malformed($"it is not JSON: {malformed.Message}");
        }
    }

    private static StixDocument ReadObjects(ReadOnlyMemory<byte> utf8, StixLimits limits)
    {
        var reader = new Utf8JsonReader(utf8.Span, Outer);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new StixDocument.Malformed("it is not a JSON object");
        ImmutableArray<StixOutcome>.Builder? outcomes = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isObjects = reader.ValueTextEquals("objects"u8);
            reader.Read();
            if (!isObjects)
            {
                reader.Skip();
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
                outcomes.Add(StixRules.Judge(utf8[start..(int)reader.BytesConsumed], limits));
            }
        }

        // Whatever follows the document's end is an error of its own.
        while (reader.Read())
        {
        }

        return new StixDocument.Read(outcomes?.ToImmutable() ?? []);
    }
}
