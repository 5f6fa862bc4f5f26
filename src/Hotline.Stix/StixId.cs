using System.Text.RegularExpressions;

namespace Hotline.Stix;

/// <summary>An identifier <c>type--UUID</c> (STIX 2.1, section 2.9).</summary>
public readonly partial record struct StixId
{
    private readonly string? _text;

    private StixId(string text, string type) => (_text, Type) = (text, type);

    public string Type { get; }

    /// <summary>Reads a type of 3 to 250 of a-z, 0-9 and hyphen, two hyphens, and a UUID of RFC 4122.</summary>
    public static bool TryParse(string? text, out StixId id)
    {
        id = default;
        if (text is null || text.Length > 300) return false;
        var split = text.IndexOf("--", StringComparison.Ordinal);
        if (split < 0 || !IsType(text[..split]) || !Uuid().IsMatch(text[(split + 2)..])) return false;
        id = new StixId(text, text[..split]);
        return true;
    }

    /// <summary>Whether a text may name a type (section 3.2).</summary>
    public static bool IsType(string text) => text.Length is >= 3 and <= 250 && TypeForm().IsMatch(text);

    public override string ToString() => _text ?? "";

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();
}
