using Hotline.Cli.Enrolment;
using Hotline.Hosting;

namespace Hotline.Cli.Demo;

/// <summary>What alba has beside the collection that all share: three of its own by what the analyst may do with them, and a second API root.</summary>
internal sealed record AlbaCollections(SharedCollection ReadOnly, SharedCollection WriteOnly, SharedCollection Hidden, SharedCollection Archive)
{
    public const string ArchiveRoot = "archive";

    public static AlbaCollections Create(NodeName alba) => new(
        SharedCollection.Create("Assessments of the national CERT", "assessments", alba), SharedCollection.Create("Reports from operators", "reports", alba),
        SharedCollection.Create("Under investigation", "investigation", alba), SharedCollection.Create("Past incidents", "incidents", alba));

    public TaxiiListener AddTo(TaxiiListener taxii, NodeName alba) => taxii with
    {
        Collections = [.. taxii.Collections, ReadOnly.SettingsOf(alba), WriteOnly.SettingsOf(alba), Hidden.SettingsOf(alba)],
        MoreRoots = [new ApiRootSettings(ArchiveRoot, "Archive", "What is closed.", [Archive.SettingsOf(alba)])],
    };

    /// <summary>Says what the analyst may do, and puts something into what he may only read.</summary>
    public async Task OpenAsync(RunningNode node, DemoPlan plan, byte[] bundle, CancellationToken cancellationToken)
    {
        foreach (var (collection, rights) in new[] { (ReadOnly, "ro"), (WriteOnly, "wo"), (Hidden, "none"), (Archive, "ro") })
            await node.Operator.Desk.GrantRightsAsync(new() { Account = node.User, Collection = collection.Alias, Rights = rights }, cancellationToken: cancellationToken);
        await node.Operator.Desk.KeepAccountAsync(new() { Name = "curator", Password = node.Password }, cancellationToken: cancellationToken);
        using var http = DemoHttp.Create(plan, withAuditor: false);
        var curator = new TaxiiReader(http, node.Process.Ready.ApiRoot!, ReadOnly.Id.ToString("D"), "curator", node.Password);
        await curator.PostAsync(bundle, cancellationToken);
    }

    public DemoCollections ToFile(SharedCollection shared) =>
        new(shared.Id.ToString("D"), ReadOnly.Id.ToString("D"), WriteOnly.Id.ToString("D"), Hidden.Id.ToString("D"));
}
