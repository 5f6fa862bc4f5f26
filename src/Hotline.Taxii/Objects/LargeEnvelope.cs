using System.Text.Json;
using System.Text.Unicode;
using Hotline.Stix;

namespace Hotline.Taxii.Objects;

/// <summary>
/// Reads an envelope object by object, so that of each only what is kept of it stays in memory. What surrounds the list of objects is
/// judged by <see cref="StixReader"/>, as in a small envelope.
/// </summary>
internal static class LargeEnvelope
{
    /// <summary>Most bytes around the list of objects.</summary>
    private const int MaxSurroundings = 4 * 1024 * 1024;

    /// <summary>Deep enough to find the end of any object that is then refused for its own depth.</summary>
    private static readonly JsonReaderOptions Outer = new() { MaxDepth = 4096 };

    /// <param name="judge">Of one object's bytes.</param>
    public static JudgedEnvelope Judge(ReadOnlyMemory<byte> body, StixLimits limits, Func<ReadOnlyMemory<byte>, JudgedObject> judge)
    {
        body = body.Trim(" \t\r\n"u8);
        if (!Utf8.IsValid(body.Span)) return new JudgedEnvelope.Malformed("it is not valid UTF-8 (RFC 7493, section 2.1)");
        try
        {
            var list = FindList(body.Span);
            // Before any object is looked at: what is no envelope costs no more than to read it through.
            if (Surroundings(body, list ?? default) is { } malformed) return malformed;
            return list is { Start: var start } ? JudgeObjects(body, start, limits, judge) : new JudgedEnvelope.Read([]);
        }
        catch (JsonException broken)
        {
            return new JudgedEnvelope.Malformed($"it is not JSON: {broken.Message}");
        }
        catch (InvalidOperationException)
        {
            return new JudgedEnvelope.Malformed("it holds text that is no Unicode (RFC 7493, section 2.1)");
        }
    }

    /// <summary>Where the list begins and ends, brackets included; everything is read to its end, so that it is JSON.</summary>
    private static (int Start, int End)? FindList(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, Outer);
        (int, int)? list = null;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = list is null && reader.ValueTextEquals("objects"u8);
            reader.Read();
            isList &= reader.TokenType == JsonTokenType.StartArray;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isList) list = (start, (int)reader.BytesConsumed);
        }

        while (reader.Read())
        {
        }

        return list;
    }

    /// <summary>Why what surrounds the list is no envelope; null when it is one. Instead of the list it holds one of a number, which is no object.</summary>
    private static JudgedEnvelope.Malformed? Surroundings(ReadOnlyMemory<byte> body, (int Start, int End) list)
    {
        if (list.Start + (body.Length - list.End) > MaxSurroundings && list.End > 0)
            return new JudgedEnvelope.Malformed($"it holds more than {MaxSurroundings} bytes beside its objects");
        byte[] around = [.. body.Span[..list.Start], .. list.End > 0 ? "[0]"u8 : default, .. body.Span[list.End..]];
        return StixReader.Read(around, StixLimits.Default) is StixDocument.Malformed malformed ? new JudgedEnvelope.Malformed(malformed.Reason) : null;
    }

    private static JudgedEnvelope JudgeObjects(ReadOnlyMemory<byte> body, int start, StixLimits limits, Func<ReadOnlyMemory<byte>, JudgedObject> judge)
    {
        var objects = new List<JudgedObject>();
        var reader = new Utf8JsonReader(body.Span[start..], Outer);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (objects.Count == limits.MaxObjects) return new JudgedEnvelope.Malformed($"it holds more than {limits.MaxObjects} objects");
            var from = start + (int)reader.TokenStartIndex;
            reader.Skip();
            objects.Add(judge(body[from..(start + (int)reader.BytesConsumed)]));
        }

        return new JudgedEnvelope.Read(objects);
    }
}
