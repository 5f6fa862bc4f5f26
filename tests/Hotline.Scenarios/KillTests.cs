using Hotline.Scenarios.Promises;
using Hotline.Scenarios.Running;

namespace Hotline.Scenarios;

/// <summary>Hub and nodes are killed while letters run both ways.</summary>
public sealed class KillTests(Enrolled enrolled)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_killed_whenever_all_that_was_promised_holds()
    {
        var (messages, kills) = LongRun.IsAsked ? (2000, 100) : (100, 6);
        var dice = Dice.Throw();
        await using var network = new ServerNetwork(enrolled.Network);
        using var audit = new Audit(network);
        var traffic = new Traffic(network, dice.Fork());
        await network.StartAsync(Stop);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watching = audit.WatchAsync(end.Token);

        var started = TimeProvider.System.GetTimestamp();
        var crashes = new Crashes(network, traffic, dice, messages, kills);
        await Task.WhenAll(traffic.SendAsync(messages, () => crashes.MessagesUpToNow, Stop), crashes.RunAsync(KillAndStartAsync, Stop));
        var crashed = TimeProvider.System.GetElapsedTime(started);
        var faults = await new Verdict(network, audit, traffic).AwaitAsync(TimeSpan.FromMinutes(3), Stop);

        await end.CancelAsync();
        await watching;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{traffic.Filed.Count} filed, {traffic.Acknowledged.Count()} acknowledged, {traffic.Unanswered} calls unanswered, {crashes.Done} kills, {audit.Seen.Count} checkpoints seen; "
            + $"{crashed.TotalSeconds:N0} s of crashes, {(TimeProvider.System.GetElapsedTime(started) - crashed).TotalSeconds:N0} s until all had arrived and was judged");
        faults.Should().BeEmpty($"seed {dice.Seed}\n{network.Tail(15)}");
        crashes.Done.Should().Be(kills);
        traffic.Filed.Count.Should().BeGreaterThanOrEqualTo(messages);
    }

    private static async Task KillAndStartAsync(Server server)
    {
        await server.KillAsync();
        await server.StartAsync(Stop);
    }
}
