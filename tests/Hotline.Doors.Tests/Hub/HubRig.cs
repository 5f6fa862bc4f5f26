using Hotline.Cli.Rosters;
using Hotline.Doors.Tests.Table;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Hub.Tests;
using Hotline.TestData;

namespace Hotline.Doors.Tests.Hub;

/// <summary>A running hub that carries one message from alba to borea. Cambria is a member whose keys are revoked.</summary>
public sealed class HubRig(Enrolled enrolled) : IAsyncLifetime, IRig
{
    internal Enrolled Enrolled => enrolled;

    internal RunningHub<Real> Hub { get; private set; } = null!;

    internal Uri Health { get; private set; } = null!;

    internal AtHub Alba { get; private set; } = null!;

    internal AtHub Borea { get; private set; } = null!;

    /// <summary>What the hub carries.</summary>
    internal Envelope<Real> Carried { get; private set; } = null!;

    LoggedLines IRig.Log => Hub.Log;

    string IRig.DataDirectory => Hub.Directory.Path;

    public async ValueTask InitializeAsync()
    {
        Health = new Uri($"http://127.0.0.1:{Network<Real>.FreePort()}/");
        Hub = await RunningHub<Real>.StartAsync(enrolled.Network, change: settings => settings with { Listen = "127.0.0.1:0", Health = Health.Authority });
        var next = enrolled.Network.Next(enrolled.Network.First, new RosterChanges([], [], ["cambria"], null));
        Hub.Rosters.Import(next);
        (Alba, Borea) = (new AtHub(Hub, enrolled.Alba), new AtHub(Hub, enrolled.Borea));
        Carried = Compose();
        await Alba.AcceptedAsync(Carried);
        // A roster is issued at a whole second of the future here, and revokes from then on.
        await Task.Delay(TimeSpan.FromSeconds(1.1));
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    internal Envelope<Real> Compose(string to = "borea") => enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", to)).Envelope;

    internal Envelope<Real> Resigned(Func<OriginText<Real>, OriginText<Real>> change, Party<Real>? by = null)
    {
        var envelope = Compose();
        return envelope with { Origin = NoteSigning.SignOrigin(change(envelope.Origin.Text), (by ?? enrolled.Alba).Start.Keys.Desk.Notes) };
    }

    /// <summary>HTTP as a peer with these keys speaks it.</summary>
    internal HttpClient Http(ServerKeys keys) =>
        new(PinnedTls.ForClient(keys, Hub.Rosters, Network<Real>.Node(Network<Real>.HubName)))
        {
            BaseAddress = Hub.Address, DefaultRequestVersion = System.Net.HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
}
