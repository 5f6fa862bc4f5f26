using Hotline.Scenarios.Promises;
using Hotline.Scenarios.Running;

namespace Hotline.Scenarios.Disks;

/// <summary>A disk fills up while letters run.</summary>
public sealed class FullDiskTests(Enrolled enrolled)
{
    private const int Attempts = 60;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hub-north")]
    [InlineData("alba")]
    [InlineData("borea")]
    public async Task Senders_are_told_nothing_acknowledged_is_lost_and_service_resumes_with_room(string victim)
    {
        using var disk = SmallDisk.Require(mebibytes: 24);
        var dice = Dice.Throw();
        await using var network = new ServerNetwork(enrolled.Network, (name, copy) => name == victim ? disk.Place(copy) : copy);
        using var audit = new Audit(network);
        var traffic = new Traffic(network, dice.Fork());
        var server = network.All.Single(one => one.Name == victim);
        await network.StartAsync(Stop);
        await traffic.SendAsync(10, () => 10, Stop);

        disk.Fill();
        for (var attempt = 0; attempt < Attempts; attempt++) await traffic.TrySendAsync(dice, Stop, padding: 4000);
        var (refused, unanswered) = (traffic.Refused, traffic.Unanswered);
        server.IsRunning.Should().BeTrue("a full disk is nobody's death\n" + network.Tail(15));
        disk.MakeRoom();

        await traffic.SendAsync(traffic.Filed.Count + 10, () => int.MaxValue, Stop);
        (await new Verdict(network, audit, traffic).AwaitAsync(TimeSpan.FromMinutes(2), Stop)).Should().BeEmpty($"seed {dice.Seed}\n{network.Tail(15)}");
        unanswered.Should().Be(0, "every sender was answered");
        if (!server.IsHub) refused.Should().BeGreaterThan(0, "a node without room files nothing");
        server.IsRunning.Should().BeTrue();
    }
}
