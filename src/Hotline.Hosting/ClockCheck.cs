using System.Globalization;
using Hotline.Evidence;
using Hotline.Rosters;
using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Hosting;

/// <summary>
/// Whether the clock can be right. Nothing needs a correct one, but a program whose clock is a day behind its own log would sign that day's last
/// time again and again, and refuse every message as late: it had better say so at once.
/// </summary>
public static class ClockCheck
{
    /// <summary>A wrong time zone, or a clock that drifted, is shown and not stopped.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(12);

    /// <exception cref="StartupException">The clock is behind what this log, or the roster, was signed at.</exception>
    public static void Require(LogHead? head, VerifierKey logMlDsa, Roster roster, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        Require(now, LogTime.LastOf(head, logMlDsa), "this log was last signed");
        Require(now, roster.Issued, $"roster {roster.Number} was issued");
    }

    private static void Require(DateTimeOffset now, DateTimeOffset known, string what)
    {
        if (now < known - Tolerance)
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"The clock says {now:u}, but {what} at {known:u}: set the clock, and start again."));
    }
}
