using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.Taxii.Answers;

/// <summary>Times of TAXII: microseconds since 1970 inside, exactly six digits and Z outside (TAXII 2.1, section 2).</summary>
internal static partial class TaxiiTimestamp
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1_000;

    public static string Format(long microseconds) => Format(DateTimeOffset.UnixEpoch.AddTicks(microseconds * TicksPerMicrosecond));

    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads what clients send: any number of digits up to nine, or none. Beyond microseconds they are cut off.</summary>
    public static bool TryParse(string text, out long microseconds)
    {
        microseconds = 0;
        var parts = Form().Match(text);
        if (!parts.Success) return false;
        if (!DateTime.TryParseExact(
                parts.Groups["seconds"].ValueSpan, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var seconds)) return false;
        var digits = parts.Groups["digits"].Value.PadRight(6, '0')[..6];
        microseconds = ((seconds - DateTime.UnixEpoch).Ticks / TicksPerMicrosecond) + int.Parse(digits, CultureInfo.InvariantCulture);
        return true;
    }

    [GeneratedRegex(@"^(?<seconds>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<digits>[0-9]{1,9}))?Z\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
