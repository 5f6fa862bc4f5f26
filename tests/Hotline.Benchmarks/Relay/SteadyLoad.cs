using Hotline.Benchmarks.Reports;

namespace Hotline.Benchmarks.Relay;

/// <summary>Messages at a steady pace, whether or not those before have arrived.</summary>
internal sealed class SteadyLoad(Correspondence correspondence, TimeProvider clock)
{
    public const int MessagesPerSecond = 50;

    public async Task<LadderReport> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var messages = (int)(duration.TotalSeconds * MessagesPerSecond);
        var sending = new List<Task<MessageTimes>>(messages);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / MessagesPerSecond), clock);
        while (sending.Count < messages && await timer.WaitForNextTickAsync(cancellationToken)) sending.Add(correspondence.SendAsync(cancellationToken));
        return LadderReport.Of(await Task.WhenAll(sending));
    }
}
