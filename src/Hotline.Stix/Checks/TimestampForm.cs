using System.Buffers.Text;

namespace Hotline.Stix.Checks;

/// <summary>The form of a timestamp (section 2.16), read from its bytes.</summary>
/// <param name="Second">Since 1970. A leap second counts as the one after it, as in POSIX.</param>
/// <param name="Digits">Behind the second, at most 44.</param>
internal readonly record struct TimestampForm(long Second, int Digits)
{
    /// <summary>Length of <c>YYYY-MM-DDTHH:mm:ss</c>.</summary>
    public const int FractionAt = 19;

    private const int Longest = 64;

    public static bool TryRead(ReadOnlySpan<byte> text, out TimestampForm form)
    {
        form = default;
        if (text.Length is < FractionAt + 1 or > Longest || text[^1] != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59) return false;
        // RFC 3339, section 5.7: the 61st second of the last minute of June or December.
        var isLeapSecond = second == 60 && hour == 23 && minute == 59 && (month, day) is (6, 30) or (12, 31);
        if (second > 59 && !isLeapSecond) return false;
        var digits = text.Length - FractionAt - 1;
        if (digits > 0)
        {
            if (text[FractionAt] != '.' || digits == 1 || text[(FractionAt + 1)..^1].ContainsAnyExceptInRange((byte)'0', (byte)'9')) return false;
            digits--;
        }

        var days = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerDay;
        form = new TimestampForm(((days - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerDay)) * 86_400) + (hour * 3_600) + (minute * 60) + second, digits);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        return !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(digits, out number, out var used) && used == digits.Length;
    }
}
