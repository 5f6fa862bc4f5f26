using Hotline.Benchmarks.Limits;
using Hotline.Benchmarks.Reports;
using Hotline.Envelopes;
using Hotline.Hosting;

namespace Hotline.Benchmarks.Relay;

/// <summary>One pair of members and their hub, measured from outside, beside what this machine could do at best.</summary>
internal sealed class RelayBenchmark(TimeProvider clock, Action<string> tell)
{
    private static readonly TimeSpan ToRest = TimeSpan.FromSeconds(5);

    /// <summary>While all work, looking must not cost what is measured.</summary>
    private static readonly TimeSpan FullLoadPause = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan SteadyLoadPause = TimeSpan.FromMicroseconds(150);

    /// <param name="directory">New; its file system is the one that is measured.</param>
    /// <param name="duration">Of each load, for each suite.</param>
    public async Task<RelayReport> RunAsync(string directory, IReadOnlyList<RelaySuite> suites, TimeSpan duration, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var machine = MachineReport.OfThis(directory);
        var plans = suites.Select(suite => RelayPlan.Create(Path.Combine(directory, suite.Name), clock)).ToArray();
        tell("Limits of this machine");
        var limits = await MachineLimits.MeasureAsync(plans[0], clock, cancellationToken);
        var measured = new List<SuiteReport>();
        foreach (var (suite, plan) in suites.Zip(plans)) measured.Add(await MeasureAsync(suite, plan, duration, cancellationToken));
        return new RelayReport(machine, limits, measured);
    }

    private async Task<SuiteReport> MeasureAsync(RelaySuite suite, RelayPlan plan, TimeSpan duration, CancellationToken cancellationToken)
    {
        tell($"{suite.Name}: hub, sender and recipient start");
        await using var network = await RelayNetwork.StartAsync(plan, clock, cancellationToken);
        await Task.Delay(ToRest, clock, cancellationToken);
        MeasuredProcess[] processes =
        [
            .. network.Parties.Select(party => new MeasuredProcess(party.Name, party.Process.Id)), new MeasuredProcess("this program", Environment.ProcessId),
        ];
        var database = DataDirectory.Open(plan.SenderDirectory).NodeDatabase;

        tell($"{suite.Name}: {FullLoad.InFlight} messages in flight");
        LoadReport full;
        using (var receipts = ReceiptWatch.Start(database, FullLoadPause))
            full = await new FullLoad(new Correspondence(network.Desk, receipts, suite.Seal), receipts, processes, clock).RunAsync(duration, cancellationToken);

        tell($"{suite.Name}: {SteadyLoad.MessagesPerSecond} messages/s");
        await Task.Delay(ToRest, clock, cancellationToken);
        using (var receipts = ReceiptWatch.Start(database, SteadyLoadPause))
        {
            var steady = await new SteadyLoad(new Correspondence(network.Desk, receipts, suite.Seal), clock).RunAsync(duration, cancellationToken);
            var starts = network.Parties.Select(party => new StartReport(party.Name, party.StartToReady.TotalMilliseconds)).ToArray();
            return new SuiteReport(suite.Name, suite.Seal.Name, starts, full, steady);
        }
    }
}

/// <param name="Name">As the command line names it.</param>
internal sealed record RelaySuite(string Name, SealSuite Seal)
{
    public static IReadOnlyList<RelaySuite> All { get; } = [new("classical", SealSuite.ClassicalLetter), new("default", SealSuite.HybridLetter)];
}
