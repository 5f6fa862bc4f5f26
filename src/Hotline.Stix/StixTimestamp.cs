using System.Globalization;
using System.Text;
using Hotline.Stix.Checks;

namespace Hotline.Stix;

/// <summary>A timestamp (STIX 2.1, section 2.16): RFC 3339 in UTC with Z, years 1 to 9999. Its text is kept; instants are compared with every digit.</summary>
public readonly record struct StixTimestamp : IComparable<StixTimestamp>
{
    private readonly long _second;
    private readonly string? _text;

    private StixTimestamp(TimestampForm form, string text) => (_second, FractionDigits, _text) = (form.Second, form.Digits, text);

    /// <summary>Digits behind the second.</summary>
    public int FractionDigits { get; }

    /// <summary>Microseconds since 1970, rounded down: what TAXII can tell apart.</summary>
    public long Microseconds
    {
        get
        {
            Span<char> digits = stackalloc char[6];
            digits.Fill('0');
            Fraction[..Math.Min(6, FractionDigits)].CopyTo(digits);
            return (_second * 1_000_000) + long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Seconds since 1970 with as many digits as a decimal number holds: 17 and more behind the point.</summary>
    internal decimal Seconds => _second + (FractionDigits == 0 ? 0m : decimal.Parse($"0.{Fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));

    private ReadOnlySpan<char> Fraction => FractionDigits == 0 ? [] : _text.AsSpan(TimestampForm.FractionAt + 1, FractionDigits);

    public static bool TryParse(string? text, out StixTimestamp timestamp)
    {
        timestamp = default;
        Span<byte> bytes = stackalloc byte[64];
        if (text is null || !Encoding.UTF8.TryGetBytes(text, bytes, out var length) || !TimestampForm.TryRead(bytes[..length], out var form)) return false;
        timestamp = new StixTimestamp(form, text);
        return true;
    }

    public int CompareTo(StixTimestamp other)
    {
        var seconds = _second.CompareTo(other._second);
        // Zeros at the end say more of the precision, but nothing of the instant.
        return seconds != 0 ? seconds : Fraction.TrimEnd('0').SequenceCompareTo(other.Fraction.TrimEnd('0'));
    }

    /// <summary>Exactly as it was written.</summary>
    public override string ToString() => _text ?? "";

    public static bool operator <(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) < 0;

    public static bool operator >(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) > 0;

    public static bool operator <=(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) <= 0;

    public static bool operator >=(StixTimestamp left, StixTimestamp right) => left.CompareTo(right) >= 0;
}
