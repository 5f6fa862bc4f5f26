using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Hotline.Taxii.Requests;

/// <summary>The preference <c>wait</c> (RFC 7240, section 4.3), by which an empty page waits for what comes. An extension of Hotline.</summary>
internal static class Preferences
{
    /// <summary>Longest wait, whatever the client asks.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <returns>Zero where none is asked for or it cannot be read: a preference is no demand.</returns>
    public static TimeSpan WaitOf(StringValues prefer)
    {
        foreach (var line in prefer)
        {
            foreach (var part in (line ?? "").Split(','))
            {
                var preference = part.Split(';')[0].Split('=', 2);
                if (preference is not [var name, var value] || !name.Trim().Equals("wait", StringComparison.OrdinalIgnoreCase)) continue;
                return uint.TryParse(value.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    ? TimeSpan.FromSeconds(Math.Min(seconds, LongestWait.TotalSeconds))
                    : TimeSpan.Zero;
            }
        }

        return TimeSpan.Zero;
    }
}
