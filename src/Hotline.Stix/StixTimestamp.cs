using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Stix;

/// <summary>A timestamp (STIX 2.1, section 2.16): RFC 3339 in UTC with Z. Its text is kept; instants are compared with every digit.</summary>
public readonly partial record struct StixTimestamp : IComparable<StixTimestamp>
{
    private readonly DateTime _second;
    private readonly string? _fraction;
    private readonly string? _text;

    private StixTimestamp(DateTime second, string fraction, string text) => (_second, _fraction, _text) = (second, fraction, text);

    /// <summary>Digits behind the second.</summary>
    public int FractionDigits => _fraction?.Length ?? 0;

    /// <summary>Microseconds since 1970, rounded down: what TAXII can tell apart.</summary>
    public long Microseconds =>
        ((_second - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) + long.Parse((_fraction ?? "").PadRight(6, '0')[..6], CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out StixTimestamp timestamp)
    {
        timestamp = default;
        if (text is null || text.Length > 64 || Form().Match(text) is not { Success: true } match) return false;
        if (!DateTime.TryParseExact(
            match.Groups[1].Value, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var second))
            return false;
        timestamp = new StixTimestamp(second, match.Groups[2].Value, text);
        return true;
    }

    public int CompareTo(StixTimestamp other)
    {
        var seconds = _second.CompareTo(other._second);
        if (seconds != 0) return seconds;
        var digits = Math.Max(FractionDigits, other.FractionDigits);
        return string.CompareOrdinal((_fraction ?? "").PadRight(digits, '0'), (other._fraction ?? "").PadRight(digits, '0'));
    }

    /// <summary>Exactly as it was written.</summary>
    public override string ToString() => _text ?? "";

    public static bool operator <(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) < 0;

    public static bool operator >(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) >= 0;

    [GeneratedRegex(@"^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?Z\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
