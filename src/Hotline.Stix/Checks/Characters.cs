using System.Buffers;

namespace Hotline.Stix.Checks;

/// <summary>Alphabets that names and values are limited to.</summary>
internal static class Characters
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Letters = Lower + "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    /// <summary>Of property names (section 3.1).</summary>
    public static readonly SearchValues<byte> PropertyName = Of(Lower + Digits + "_");

    /// <summary>Of types, relationship types and custom extensions.</summary>
    public static readonly SearchValues<byte> TypeName = Of(Lower + Digits + "-");

    /// <summary>Of dictionary keys (section 2.3).</summary>
    public static readonly SearchValues<byte> Key = Of(Letters + Digits + "-_");

    public static readonly SearchValues<byte> LowerHex = Of(Digits + "abcdef");

    public static readonly SearchValues<byte> Hex = Of(Digits + "abcdefABCDEF");

    public static readonly SearchValues<byte> Alphanumeric = Of(Letters + Digits);

    /// <summary>RFC 4648, section 4, without padding.</summary>
    public static readonly SearchValues<byte> Base64 = Of(Letters + Digits + "+/");

    /// <summary>RFC 3986, section 2.</summary>
    public static readonly SearchValues<byte> Uri = Of(Letters + Digits + "-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>RFC 3986, section 3.1.</summary>
    public static readonly SearchValues<byte> Scheme = Of(Letters + Digits + "+-.");

    /// <summary>What stands in no domain name, whatever its script.</summary>
    public static readonly SearchValues<byte> NotInDomain = Of(" \t\r\n/\\:@\"'<>()[]{}?#%&*,;=|^`~!$+");

    /// <summary>Of IPv6 addresses.</summary>
    public static readonly SearchValues<char> Address = SearchValues.Create(Digits + "abcdefABCDEF:.");

    private static SearchValues<byte> Of(string ascii) => SearchValues.Create([.. ascii.Select(one => (byte)one)]);
}
