using Hotline.Taxii.Watches;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Taxii.Tests;

/// <summary>Saved watches report each new observation that matches, once, and go on where they were.</summary>
public sealed class WatchTests
{
    private const string Pattern = "[ipv4-addr:value = '198.51.100.3']";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_observation_that_matches_is_reported_once_and_the_others_are_not()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, [.. Observed("198.51.100.3", out _)]);
        var watches = Watches(node);
        var watch = await watches.AddAsync(node.Settings.ApiRoots[0].Collections[0].Id, Pattern, Ct);
        node.Clock.Advance(TimeSpan.FromSeconds(1));

        await node.Alice.AddAsync(node.Objects, [.. Observed("203.0.113.9", out _), .. Observed("198.51.100.3", out var expected), AStixObject.Campaign()]);
        await watches.LookAsync(watch, Ct);
        await watches.LookAsync(watch, Ct);

        var report = (await node.Store.ReadWatchesAsync(10, Ct)).Single();
        report.Matches.Should().Be(1);
        report.Latest.Select(match => match.ObjectId).Should().Equal(expected);
        report.Watch.Seen.Should().BeGreaterThan(watch.Seen);
    }

    [Fact]
    public async Task The_running_watch_sees_what_is_posted_and_a_watch_that_is_added_while_it_runs()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var watches = Watches(node);
        await watches.StartAsync(Ct);
        await watches.AddAsync(node.Settings.ApiRoots[0].Collections[0].Id, Pattern, Ct);

        await node.Alice.AddAsync(node.Objects, [.. Observed("198.51.100.3", out _)]);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await node.Store.ReadWatchesAsync(1, Ct)).Single().Matches == 0) await Task.Delay(20, patience.Token);
        await watches.StopAsync(Ct);
    }

    [Fact]
    public async Task A_pattern_over_two_observations_matches_those_that_came_together()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var watches = Watches(node);
        var watch = await watches.AddAsync(node.Settings.ApiRoots[0].Collections[0].Id, $"{Pattern} AND [ipv4-addr:value = '203.0.113.9']", Ct);

        await node.Alice.AddAsync(node.Objects, [.. Observed("203.0.113.9", out var first), .. Observed("198.51.100.3", out var second)]);
        await watches.LookAsync(watch, Ct);

        (await node.Store.ReadWatchesAsync(10, Ct)).Single().Latest.Select(match => match.ObjectId).Should().BeEquivalentTo(first, second);
    }

    [Fact]
    public async Task A_pattern_that_cannot_be_read_is_refused_and_a_removed_watch_is_gone()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var watches = Watches(node);
        var collection = node.Settings.ApiRoots[0].Collections[0].Id;

        await watches.Invoking(some => some.AddAsync(collection, "[ipv4-addr:value", Ct)).Should().ThrowAsync<FormatException>();
        var watch = await watches.AddAsync(collection, Pattern, Ct);
        (await node.Store.RemoveWatchAsync(watch.Id, Ct)).Should().BeTrue();
        (await node.Store.RemoveWatchAsync(watch.Id, Ct)).Should().BeFalse();

        await node.Alice.AddAsync(node.Objects, [.. Observed("198.51.100.3", out _)]);
        await watches.LookAsync(watch, Ct);
        (await node.Store.ReadWatchesAsync(10, Ct)).Should().BeEmpty();
    }

    private static CollectionWatches Watches(TaxiiNode node) =>
        new(node.Settings.ApiRoots[0].Collections, node.Store, node.Clock, NullLogger<CollectionWatches>.Instance);

    private static string[] Observed(string address, out string id)
    {
        id = AStixObject.NewId("observed-data");
        var seen = AStixObject.NewId("ipv4-addr");
        return
        [
            $$"""{"type":"ipv4-addr","spec_version":"2.1","id":"{{seen}}","value":"{{address}}"}""",
            $$"""{"type":"observed-data","spec_version":"2.1","id":"{{id}}","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"object_refs":["{{seen}}"]}""",
        ];
    }
}
