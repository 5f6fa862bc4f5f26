using Hotline.Cli.Enrolment;
using Hotline.Cryptography;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Cli.Tests;

public sealed class SampleFolderTests : IDisposable
{
    private readonly Fresh _fresh = new();

    [Fact]
    public async Task Sample_keys_are_marked_listed_and_ready_to_run()
    {
        var run = await RunOfHotline.Of("init", "--sample", "--data", _fresh["sample"], "--json");

        run.Code.Should().Be(0, run.Complaints);
        var roster = SignedRoster.Parse(await File.ReadAllBytesAsync(Path.Combine(_fresh["sample"], "1.roster"), TestContext.Current.CancellationToken));
        RosterSeries.Begin(roster, "real").Current.Members.Should().HaveCount(2);
        var listed = await File.ReadAllLinesAsync(Path.Combine(_fresh["sample"], "fingerprints.txt"), TestContext.Current.CancellationToken);
        listed.Should().HaveCount(run.Json.GetProperty("keys").GetInt32()).And.OnlyHaveUniqueItems();
        foreach (var member in roster.Roster.Members)
        {
            listed.Should().Contain(line => line.StartsWith($"sha256:{member.Tls[0]} ", StringComparison.Ordinal));
            member.Kem.Should().OnlyContain(key => listed.Any(line => line.StartsWith($"sha256:{key.Fingerprint} ", StringComparison.Ordinal)));
            member.Desk.Statements.Concat(member.Service.Statements).Select(IsSample).Should().AllBeEquivalentTo(true);
        }

        Certificates.IsSample(Certificates.FromPem(await File.ReadAllTextAsync(Path.Combine(_fresh["sample"], "hub-north", "certs", "tls.pem"), TestContext.Current.CancellationToken))[0])
            .Should().BeTrue();
    }

    [Fact]
    public void Real_keys_bear_no_mark()
    {
        var entry = ((RosterEntry.OfMember)_fresh.Node("alba").Entry).Member;

        entry.Desk.Statements.Select(IsSample).Should().AllBeEquivalentTo(false);
    }

    [Fact]
    public void A_shared_collection_has_one_id_and_each_node_shares_with_the_others()
    {
        NodeName[] nodes = [NodeName.Parse("alba.example"), NodeName.Parse("borea.example"), NodeName.Parse("cambria.example")];

        var collection = SharedCollection.Create("Indicators", "indicators", [.. nodes]);

        collection.Id.Version.Should().Be(4);
        collection.SettingsOf(nodes[0]).Should().BeEquivalentTo(new CollectionSettings(collection.Id, "Indicators", null, "indicators", ["borea.example", "cambria.example"]));
    }

    public void Dispose() => _fresh.Dispose();

    private static bool IsSample(ReadOnlyMemory<byte> certificate) => Certificates.IsSample(certificate.Span);
}
