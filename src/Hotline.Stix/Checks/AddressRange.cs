using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hotline.Stix.Checks;

/// <summary>One IP address, or those of a network in CIDR notation (sections 6.8.1 and 6.9.1).</summary>
internal readonly record struct AddressRange(AddressFamily Family, UInt128 First, int Prefix)
{
    private const int LongestText = 60;

    private int Bits => Family == AddressFamily.InterNetwork ? 32 : 128;

    public static bool IsIpv4(ReadOnlySpan<byte> text) => TryRead(text, out var range) && range.Family == AddressFamily.InterNetwork;

    public static bool IsIpv6(ReadOnlySpan<byte> text) => TryRead(text, out var range) && range.Family == AddressFamily.InterNetworkV6;

    public static bool TryRead(ReadOnlySpan<byte> utf8, out AddressRange range)
    {
        range = default;
        return utf8.Length <= LongestText && Ascii.IsValid(utf8) && TryRead(Encoding.ASCII.GetString(utf8), out range);
    }

    public static bool TryRead(string text, out AddressRange range)
    {
        range = default;
        if (text.Length > LongestText) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        // The framework also takes 1.2, octal parts, brackets and scopes, which mean other things to other programs.
        var isFour = !address.Contains(':', StringComparison.Ordinal);
        if (isFour ? !IsDotted(address) : address.AsSpan().ContainsAnyExcept(Characters.Address)) return false;
        if (!IPAddress.TryParse(address, out var parsed)) return false;
        var bits = isFour ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (text.Length - slash > 4 || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits)) return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out var length);
        UInt128 number = 0;
        foreach (var one in bytes[..length]) number = (number << 8) | one;
        range = new AddressRange(parsed.AddressFamily, number & Mask(bits, prefix), prefix);
        return true;
    }

    /// <summary>Whether every address of the other is one of these.</summary>
    public bool Contains(AddressRange other) => Family == other.Family && Prefix <= other.Prefix && (other.First & Mask(Bits, Prefix)) == First;

    private static UInt128 Mask(int bits, int prefix) => prefix == 0 ? 0 : UInt128.MaxValue << (bits - prefix);

    private static bool IsDotted(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
    }
}
