using Hotline.Hub.Sequencing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Hotline.Hub;

/// <summary>A hub is well while its commits reach the disk.</summary>
internal sealed class SequencerHealth<TDomain>(Sequencer<TDomain> sequencer) : IHealthCheck
    where TDomain : struct, ITrafficDomain
{
    public bool IsWell => sequencer.IsWriting && !sequencer.Fault.IsCompleted;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsWell ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The last commit did not reach the disk."));
}
