using Hotline.Scenarios.Promises;
using Hotline.Scenarios.Running;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>
/// Power fails while letters run: a process is killed and its disk keeps what was synced, and of the rest what chance leaves, torn between sectors.
/// The others go on with whatever it told them.
/// </summary>
public sealed class PowerCutTests(Enrolled enrolled)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wherever_power_fails_all_that_was_promised_holds()
    {
        var (messages, cuts) = LongRun.IsAsked ? (1000, 50) : (60, 3);
        using var recorder = await Recorder.RequireAsync(Stop);
        var dice = Dice.Throw();
        await using var network = new ServerNetwork(enrolled.Network);
        using var audit = new Audit(network);
        var traffic = new Traffic(network, dice.Fork());
        var recorded = network.All.ToDictionary(server => server, server => recorder.Record(server));
        await network.StartAsync(Stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watching = audit.WatchAsync(end.Token);

        var losses = new List<string>();
        var crashes = new Crashes(network, traffic, dice, messages, cuts);
        await Task.WhenAll(
            traffic.SendAsync(messages, () => crashes.MessagesUpToNow, Stop),
            crashes.RunAsync(
                async victim =>
                {
                    // Now and then the whole house is dark.
                    var dark = dice.OneIn(5) ? network.All : [victim];
                    losses.Add(string.Join(", ", await Task.WhenAll(dark.Select(server => recorded[server].CutPowerAsync(dice.Fork())))));
                    await Task.WhenAll(dark.Select(server => server.StartAsync(Stop)));
                },
                Stop));
        var faults = await new Verdict(network, audit, traffic).AwaitAsync(TimeSpan.FromMinutes(3), Stop);

        await end.CancelAsync();
        await watching;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{traffic.Filed.Count} filed, {traffic.Acknowledged.Count()} acknowledged, {traffic.Unanswered} calls unanswered, {audit.Seen.Count} checkpoints seen\n{string.Join('\n', losses)}");
        faults.Should().BeEmpty($"seed {dice.Seed}\n{string.Join('\n', losses)}\n{network.Tail(15)}");
        crashes.Done.Should().Be(cuts);
    }
}
