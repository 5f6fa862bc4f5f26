using Hotline.Benchmarks.Relay;
using Hotline.Benchmarks.Reports;

namespace Hotline.Benchmarks.Limits;

/// <summary>What this machine can do of what every message needs, when it does nothing else.</summary>
internal static class MachineLimits
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <param name="plan">Its keys are used, and its disk.</param>
    public static async Task<LimitsReport> MeasureAsync(RelayPlan plan, TimeProvider clock, CancellationToken cancellationToken) => new(
        SignatureLimit.Measure(Duration, clock),
        SyncLimit.Measure(Path.Combine(plan.Directory, "sync"), Duration, clock),
        await EchoLimit.MeasureAsync(plan, Duration, clock, cancellationToken));
}
