using Hotline.Scenarios.Promises;
using Hotline.Scenarios.Running;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>What is said is on the disk before, on live processes with a slow disk: what is said early is heard long before its sync ends.</summary>
public sealed class SyncTests(Enrolled enrolled)
{
    private const int Messages = 30;
    private static readonly TimeSpan SyncTime = TimeSpan.FromMilliseconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_reply_leaves_before_the_sync_that_covers_it()
    {
        using var recorder = await Recorder.RequireAsync(Stop);
        await using var network = new ServerNetwork(enrolled.Network);
        using var audit = new Audit(network);
        var traffic = new Traffic(network, Dice.Throw());
        var recorded = network.All.Select(server => recorder.Record(server, syncTime: SyncTime)).ToArray();
        await network.StartAsync(Stop);

        await traffic.SendAsync(Messages, () => Messages, Stop);
        (await new Verdict(network, audit, traffic).AwaitAsync(TimeSpan.FromMinutes(2), Stop)).Should().BeEmpty(network.Tail(15));

        var (order, log) = await OrderAsync(network, audit, recorded);
        order.Judge(log).Should().BeEmpty();
        order.Compared.Should().BeGreaterThanOrEqualTo(Messages * 6);
        foreach (var server in network.Nodes.Append(network.Hub)) (await server.Run.StopAsync()).Should().Be(0);
        foreach (var one in recorded) RequireWhole(one);
    }

    [Theory]
    [InlineData("hub-north", "NRS", "hub-north lost leaves")]
    [InlineData("alba", "FILED", "was FILED, its sender does not know it any more")]
    public async Task A_program_that_forgets_to_sync_is_found_while_it_runs_and_when_its_power_fails(string forgetful, string saidTooEarly, string lost)
    {
        using var recorder = await Recorder.RequireAsync(Stop);
        await using var network = new ServerNetwork(enrolled.Network);
        using var audit = new Audit(network);
        var dice = Dice.Throw();
        var traffic = new Traffic(network, dice.Fork());
        var recorded = network.All.Select(server => recorder.Record(server, forgetsSyncs: server.Name == forgetful)).ToArray();
        await network.StartAsync(Stop);
        await traffic.SendAsync(Messages, () => Messages, Stop);
        var verdict = new Verdict(network, audit, traffic);
        (await verdict.AwaitAsync(TimeSpan.FromMinutes(2), Stop)).Should().BeEmpty("from outside nobody can tell while the power is on");

        var (order, log) = await OrderAsync(network, audit, recorded);
        order.Judge(log).Should().Contain(fault => fault.StartsWith($"{saidTooEarly} of ", StringComparison.Ordinal) && fault.EndsWith("was said without a sync", StringComparison.Ordinal));

        var victim = recorded.Single(one => one.Server.Name == forgetful);
        await victim.CutPowerAsync(dice, Loss.Everything);
        await victim.Server.StartAsync(Stop);
        (await verdict.JudgeAsync(Stop)).Should().Contain(fault => fault.Contains(lost));
    }

    private static async Task<(SyncOrder Order, AuditedLog Hub)> OrderAsync(ServerNetwork network, Audit audit, IEnumerable<RecordedServer> recorded)
    {
        var log = await audit.ReadAsync(network.Hub, Stop);
        var times = recorded.ToDictionary(one => one.Server.Name, one => new SyncTimes(one.Calls));
        return (new SyncOrder(times[network.Hub.Name], times), log);
    }

    /// <summary>A recording is worth something only if it leads to the very files that the program left.</summary>
    private static void RequireWhole(RecordedServer recorded)
    {
        var files = recorded.Replay().Live;
        var left = Directory.EnumerateFiles(recorded.Server.Directory.Path, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".sock", StringComparison.Ordinal)).ToArray();
        files.Keys.Should().BeEquivalentTo(left);
        foreach (var path in left) files[path].Live().AsSpan().SequenceEqual(File.ReadAllBytes(path)).Should().BeTrue(path);
    }
}
