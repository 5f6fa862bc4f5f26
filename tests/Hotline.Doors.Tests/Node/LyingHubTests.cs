using Hotline.Doors.Tests.Table;
using Hotline.Hosting;
using Hotline.Hub;
using Hotline.TestData;

namespace Hotline.Doors.Tests.Node;

/// <summary>A hub that answers wrongly, out of order, twice or never: the node believes nothing that is not proven, and loses nothing.</summary>
public sealed class LyingHubTests(Enrolled enrolled) : IDisposable
{
    private readonly HubStart<Real> _hub = HubStart<Real>.Load(
        default, DataDirectory.Open(enrolled.Network[Network<Real>.HubName]), HotlineSettings.Load(DataDirectory.Open(enrolled.Network[Network<Real>.HubName])), Network<Real>.Passphrase);

    internal static IReadOnlyList<BadInput<LiedTo>> Rows { get; } = [.. LyingHubRows.All];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_lie_is_told_and_changes_nothing(string name)
    {
        await using var rig = await LiedTo.StartAsync(enrolled, _hub);

        await Judge.HoldsAsync(Rows.Single(row => row.ToString() == name), rig);
    }

    public void Dispose() => _hub.Dispose();
}
