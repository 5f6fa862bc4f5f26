using System.Text;

namespace Hotline.Stix.Checks;

/// <summary>Forms of texts that other standards define, judged by their grammar alone.</summary>
internal static class TextForms
{
    /// <summary>RFC 3986, section 3: a scheme, then nothing but its characters, percent signs before two digits.</summary>
    public static bool IsUri(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || colon + 1 == text.Length || !char.IsAsciiLetter((char)text[0]) || text[..colon].ContainsAnyExcept(Characters.Scheme)) return false;
        if (text.ContainsAnyExcept(Characters.Uri)) return false;
        for (var rest = text[(colon + 1)..]; rest.IndexOf((byte)'%') is var at and >= 0; rest = rest[(at + 3)..])
            if (at + 2 >= rest.Length || !char.IsAsciiHexDigit((char)rest[at + 1]) || !char.IsAsciiHexDigit((char)rest[at + 2])) return false;
        return true;
    }

    /// <summary>RFC 5322, section 3.4.1 (addr-spec), with the letters of RFC 6531.</summary>
    public static bool IsEmailAddress(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        if (at < 1 || at + 1 == text.Length || text.Length > 1000) return false;
        var local = text[..at];
        var isQuoted = local.Length > 2 && local[0] == '"' && local[^1] == '"';
        return (isQuoted || IsDotAtom(local)) && (IsDotAtom(text[(at + 1)..]) || (text[at + 1] == '[' && text[^1] == ']'));
    }

    /// <summary>Six octets in lowercase, parted by colons (section 6.10.1).</summary>
    public static bool IsMacAddress(ReadOnlySpan<byte> text)
    {
        if (text.Length != 17) return false;
        for (var at = 0; at < 17; at++)
            if (at % 3 == 2 ? text[at] != ':' : text[at] is not ((>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f'))) return false;
        return true;
    }

    /// <summary>RFC 1034, section 3.1, and RFC 5890: labels of 1 to 63 octets, 253 in all where they are ASCII.</summary>
    public static bool IsDomainName(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || text.Length > (Ascii.IsValid(text) ? 254 : 1000)) return false;
        if (text[^1] == '.' && text.Length > 1) text = text[..^1];
        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.Length == 0 || label.ContainsAny(Characters.NotInDomain)) return false;
            if (label.Length > 63 && Ascii.IsValid(label)) return false;
        }

        return true;
    }

    /// <summary>Letters, digits and hyphens only (RFC 1034, section 3.5), or letters beyond ASCII.</summary>
    public static bool IsHostName(ReadOnlySpan<byte> text) => !text.Contains((byte)'_');

    /// <summary>CPE 2.3 as a formatted string (NISTIR 7695, section 6.2): thirteen parts.</summary>
    public static bool IsCpe(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("cpe:2.3:"u8) || text.Length < 10 || text[8] is not ((byte)'a' or (byte)'o' or (byte)'h' or (byte)'*' or (byte)'-')) return false;
        var parts = 1;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\') at++;
            else if (text[at] == ':') parts++;
        }

        return parts == 13;
    }

    /// <summary>The hive in full, not HKLM (section 6.17.1).</summary>
    public static bool IsRegistryKey(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\\');
        var hive = Encoding.UTF8.GetString(end < 0 ? text : text[..end]).ToUpperInvariant();
        return hive is not ("HKLM" or "HKCC" or "HKCR" or "HKCU" or "HKU");
    }

    private static bool IsDotAtom(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0 || text[0] == '.' || text[^1] == '.' || text.IndexOf(".."u8) >= 0) return false;
        foreach (var one in text)
            if (one <= ' ' || one == 0x7F || "()<>[]:;@\\,\""u8.Contains(one)) return false;
        return true;
    }
}
