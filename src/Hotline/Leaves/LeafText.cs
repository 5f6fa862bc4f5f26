using System.Globalization;

namespace Hotline.Leaves;

/// <summary>The forms of single values in a leaf: one form each, so that reading and writing again gives the same bytes.</summary>
public static class LeafText
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string HashPrefix = "sha256:";

    /// <summary>UTC with milliseconds: 2026-11-24T12:00:00.000Z.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    public static bool TryParseTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);

    /// <summary>The same instant with whole milliseconds, as a leaf can carry it.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    public static string FormatHash(Digest digest) => HashPrefix + digest;

    public static bool TryParseHash(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        return text.StartsWith(HashPrefix) && Digest.TryParse(text[HashPrefix.Length..], out digest);
    }
}
