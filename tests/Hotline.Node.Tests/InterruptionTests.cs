using Hotline.TestData;
using Hotline.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Node.Tests;

/// <summary>What is filed arrives, whoever is away for a while.</summary>
[Collection(nameof(Enrolled.Second))]
public sealed class InterruptionTests(Enrolled enrolled) : IAsyncLifetime
{
    private readonly Network<Real> _network = enrolled.Second;
    private RunningHub<Real> _hub = null!;
    private RunningNode<Real> _alba = null!;
    private RunningNode<Real> _borea = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub<Real>.StartAsync(_network, change: settings => settings);
        (_alba, _borea) = (await RunningNode<Real>.StartAsync(_network, "alba"), await RunningNode<Real>.StartAsync(_network, "borea"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in (IAsyncDisposable[])[_alba, _borea, _hub]) await running.DisposeAsync();
    }

    [Fact]
    public async Task A_message_filed_while_the_hub_is_away_arrives_when_it_is_back()
    {
        var directory = _hub.Directory;
        await _hub.DisposeAsync();
        var sent = await _alba.SendAsync("The grid is down.", "borea");
        (await _alba.ShowAsync(sent.Id, _ => true)).Summary.Rung.Should().Be(Rung.Filed);

        _hub = await RunningHub<Real>.StartAsync(_network, directory: directory, change: settings => settings);

        await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Delivered);
    }

    [Fact]
    public async Task A_flash_filed_last_overtakes_the_backlog_when_the_hub_is_back()
    {
        var directory = _hub.Directory;
        await _hub.DisposeAsync();
        var backlog = new List<string>();
        for (var count = 0; count < 80; count++)
        {
            var request = new SendRequest { To = { "borea" }, Precedence = Lane.Deferred, Subject = "Subject", Body = "Not urgent." };
            backlog.Add((await _alba.Desk.SendAsync(request, cancellationToken: Stop)).Id);
        }

        var flash = (await _alba.SendAsync("The grid is down.", "borea")).Id;

        _hub = await RunningHub<Real>.StartAsync(_network, directory: directory, change: settings => settings);
        foreach (var id in backlog.Append(flash)) await _alba.ShowAsync(id, shown => shown.Summary.Rung == Rung.Delivered);

        const string Accepted = "Information: Accepted ";
        var order = _hub.Log.All.Where(line => line.StartsWith(Accepted, StringComparison.Ordinal)).Select(line => line[Accepted.Length..].Split(' ')[0]).Distinct().ToList();
        order.Should().HaveCount(81);
        order.Take(64).Should().Contain(flash, "sixty-four are on their way at once, the most urgent first");
    }

    [Fact]
    public async Task A_message_sent_while_its_reader_is_away_arrives_when_the_reader_is_back()
    {
        var directory = _borea.Directory;
        await _borea.DisposeAsync();
        var sent = await _alba.SendAsync("The grid is down.", "borea");
        await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Relayed);

        _borea = await RunningNode<Real>.StartAsync(_network, "borea", directory);

        await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Delivered);
    }

    [Fact]
    public async Task At_the_deadline_the_sender_sees_that_it_was_not_delivered()
    {
        await _borea.DisposeAsync();
        await _hub.DisposeAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        _hub = await RunningHub<Real>.StartAsync(_network, clock, change: settings => settings);
        var deadline = clock.GetUtcNow().AddHours(1);
        var sent = await _alba.Desk.SendAsync(new SendRequest
        {
            To = { "borea" }, Precedence = Lane.Routine, Subject = "Subject", Body = "Body", Deadline = deadline.ToString("O"),
        }, cancellationToken: Stop);
        await _alba.ShowAsync(sent.Id, shown => shown.Summary.Rung == Rung.Relayed);

        clock.SetUtcNow(deadline.AddSeconds(1));

        var shown = await _alba.ShowAsync(sent.Id, shown => shown.Recipients.Single().Steps.Any(step => step.Kind == "FAILED"));
        shown.Summary.Rung.Should().Be(Rung.Failed);
        _borea = await RunningNode<Real>.StartAsync(_network, "borea");
    }
}
