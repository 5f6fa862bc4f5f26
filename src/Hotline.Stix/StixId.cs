using System.Text;
using Hotline.Stix.Checks;

namespace Hotline.Stix;

/// <summary>An identifier <c>type--UUID</c> (STIX 2.1, section 2.9).</summary>
public readonly record struct StixId
{
    private const int UuidLength = 36;
    private const int LongestType = 250;

    private readonly string? _text;

    private StixId(string text, string type) => (_text, Type) = (text, type);

    public string Type { get; }

    /// <summary>Reads a type of 3 to 250 of a-z, 0-9 and hyphen, two hyphens, and a UUID of RFC 4122.</summary>
    public static bool TryParse(string? text, out StixId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[LongestType + 2 + UuidLength];
        if (text is null || !Encoding.UTF8.TryGetBytes(text, bytes, out var length) || !TryParse(bytes[..length], out var type)) return false;
        id = new StixId(text, type);
        return true;
    }

    /// <summary>Whether a text may name a type (section 3.2).</summary>
    public static bool IsType(string text)
    {
        Span<byte> bytes = stackalloc byte[LongestType];
        return Encoding.UTF8.TryGetBytes(text, bytes, out var length) && IsType(bytes[..length]);
    }

    /// <summary>The UUID's version: 4 for random ones, 5 for those made of names.</summary>
    public int UuidVersion => _text is null ? 0 : _text[^22] - '0';

    public override string ToString() => _text ?? "";

    /// <param name="type">Interned where the standard defines it.</param>
    internal static bool TryParse(ReadOnlySpan<byte> text, out string type)
    {
        type = "";
        var split = text.Length - UuidLength - 2;
        if (split < 3 || text[split] != '-' || text[split + 1] != '-' || !IsType(text[..split]) || !IsUuid(text[(split + 2)..])) return false;
        type = StixTypes.Find(text[..split])?.Name ?? Encoding.ASCII.GetString(text[..split]);
        return true;
    }

    /// <summary>Lowercase words joined by single hyphens, beginning with a letter (sections 3.1 and 11.2.1).</summary>
    internal static bool IsType(ReadOnlySpan<byte> text) =>
        text.Length is >= 3 and <= LongestType && text[0] is >= (byte)'a' and <= (byte)'z' && text[^1] != '-'
        && !text.ContainsAnyExcept(Characters.TypeName) && text.IndexOf("--"u8) < 0;

    private static bool IsUuid(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < UuidLength; at++)
        {
            var isRight = at switch
            {
                8 or 13 or 18 or 23 => text[at] == '-',
                14 => text[at] is >= (byte)'1' and <= (byte)'8',
                19 => text[at] is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B',
                _ => char.IsAsciiHexDigit((char)text[at]),
            };
            if (!isRight) return false;
        }

        return true;
    }
}
