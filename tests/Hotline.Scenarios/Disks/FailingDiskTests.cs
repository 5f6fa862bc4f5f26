using Hotline.Scenarios.PowerCuts;
using Hotline.Scenarios.Promises;
using Hotline.Scenarios.Running;

namespace Hotline.Scenarios.Disks;

/// <summary>A disk fails while letters run: whether the last commit is on it only the next start can tell.</summary>
public sealed class FailingDiskTests(Enrolled enrolled)
{
    private const int InputOutputError = 5;
    private const int ReadOnlyFileSystem = 30;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alba", "sync", InputOutputError)]
    [InlineData("borea", "write", InputOutputError)]
    [InlineData("hub-north", "write", ReadOnlyFileSystem)]
    public async Task The_program_ends_with_a_sentence_and_the_next_start_has_all_that_was_promised(string victim, string what, int error)
    {
        using var recorder = await Recorder.RequireAsync(Stop);
        var dice = Dice.Throw();
        await using var network = new ServerNetwork(enrolled.Network);
        using var audit = new Audit(network);
        var traffic = new Traffic(network, dice.Fork());
        var recorded = recorder.Record(network.All.Single(one => one.Name == victim));
        await network.StartAsync(Stop);
        await traffic.SendAsync(6, () => 6, Stop);

        recorded.Fail(what, error);
        var failing = TimeProvider.System.GetTimestamp();
        while (recorded.Server.IsRunning && TimeProvider.System.GetElapsedTime(failing) < TimeSpan.FromSeconds(60))
        {
            await traffic.TrySendAsync(dice, Stop);
            await Task.Delay(100, Stop);
        }

        recorded.Server.IsRunning.Should().BeFalse("whether its last commit is on disk it cannot know\n" + network.Tail(15));
        var code = await recorded.Server.Run.ExitAsync();
        recorded.Mend();
        await recorded.Server.StartAsync(Stop);
        await traffic.SendAsync(traffic.Filed.Count + 6, () => int.MaxValue, Stop);

        (await new Verdict(network, audit, traffic).AwaitAsync(TimeSpan.FromMinutes(2), Stop)).Should().BeEmpty($"seed {dice.Seed}\n{network.Tail(15)}");
        code.Should().Be(2);
        File.ReadLines(recorded.Server.Log).Should().Contain(line => line.Contains("did not keep the change"));
    }
}
