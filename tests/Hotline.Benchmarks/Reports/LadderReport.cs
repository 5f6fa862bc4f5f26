using Hotline.Benchmarks.Relay;

namespace Hotline.Benchmarks.Reports;

/// <summary>How long messages took to each rung, from the officer's call on.</summary>
internal sealed record LadderReport(int Messages, Quantiles Filed, Quantiles Submitted, Quantiles Delivered)
{
    public static LadderReport Of(IReadOnlyCollection<MessageTimes> times) => new(
        times.Count, Quantiles.Of(times.Select(time => time.Filed)), Quantiles.Of(times.Select(time => time.Submitted)), Quantiles.Of(times.Select(time => time.Delivered)));
}

/// <summary>In milliseconds, by nearest rank.</summary>
internal sealed record Quantiles(double P50, double P99, double Longest)
{
    public static Quantiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return sorted.Length == 0 ? new Quantiles(0, 0, 0) : new Quantiles(At(0.5), At(0.99), sorted[^1]);

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
