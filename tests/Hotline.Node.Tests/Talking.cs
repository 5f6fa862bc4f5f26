using Hotline.TestData;

namespace Hotline.Node.Tests;

/// <summary>A hub and two nodes that run while the tests of this collection do, one after the other.</summary>
[CollectionDefinition(nameof(Talking))]
public sealed class Talking(Enrolled enrolled) : IAsyncLifetime, ICollectionFixture<Talking>
{
    internal RunningHub<Real> Hub { get; private set; } = null!;

    internal RunningNode<Real> Alba { get; private set; } = null!;

    internal RunningNode<Real> Borea { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Hub = await RunningHub<Real>.StartAsync(enrolled.Network, change: settings => settings);
        (Alba, Borea) = (await RunningNode<Real>.StartAsync(enrolled.Network, "alba"), await RunningNode<Real>.StartAsync(enrolled.Network, "borea"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in (IAsyncDisposable[])[Alba, Borea, Hub]) await running.DisposeAsync();
    }
}
