using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>Text of a document as the bytes it stands in; only escaped text is copied.</summary>
internal static class RawJson
{
    private const byte Backslash = (byte)'\\';

    /// <summary>UTF-8 of a string without its quotes, its escapes resolved.</summary>
    public static ReadOnlySpan<byte> Text(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        return raw.Contains(Backslash) ? Encoding.UTF8.GetBytes(text.GetString()!) : raw;
    }

    public static ReadOnlySpan<byte> Name(JsonProperty property)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(property);
        return raw.Contains(Backslash) ? Encoding.UTF8.GetBytes(property.Name) : raw;
    }

    public static string? TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Has(JsonElement item, string name) => item.TryGetProperty(name, out _);

    /// <summary>Half of a surrogate pair is no text, though JSON's grammar lets its escape pass (RFC 7493, section 2.1).</summary>
    public static bool IsUnicode(ReadOnlySpan<byte> utf8, JsonElement root)
    {
        // Only an escape \ud8.. to \udf.. can be one, and hardly any document holds such escapes.
        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0) return true;
        try
        {
            Decode(root);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Decode(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var one in element.EnumerateArray()) Decode(one);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Decode(property.Value);
                }

                break;
        }
    }
}
