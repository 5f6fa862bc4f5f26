using System.Security.Cryptography;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Cli.Demo;

/// <summary>The demo's hub and nodes as running processes, with an operator's connection and a TAXII account for each node.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    private const string User = "analyst";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<ServerProcess> _processes = [];
    private readonly List<RunningNode> _nodes = [];

    private DemoNetwork(DemoPlan plan) => Plan = plan;

    public DemoPlan Plan { get; }

    public IReadOnlyList<RunningNode> Nodes => _nodes;

    public ServerProcess Hub => _processes[0];

    /// <exception cref="StartupException">One of them did not start.</exception>
    public static async Task<DemoNetwork> StartAsync(DemoPlan plan, CancellationToken cancellationToken)
    {
        var network = new DemoNetwork(plan);
        try
        {
            var starting = new[] { ("hub", plan.Hub) }.Concat(plan.Nodes.Select(node => ("node", node)))
                .Select(party => ServerProcess.StartAsync(party.Item1, party.Item2.Directory, plan.PassphraseFile, cancellationToken)).ToArray();
            try
            {
                await Task.WhenAll(starting);
            }
            finally
            {
                foreach (var start in starting)
                    if (start.IsCompletedSuccessfully) network._processes.Add(await start);
            }

            foreach (var (node, process) in plan.Nodes.Zip(network._processes.Skip(1)))
                network._nodes.Add(new RunningNode(node, process, await OperatorClient.ConnectAsync(DataRoot.Of(node.Directory, null), cancellationToken), User, NewPassword()));
            foreach (var node in network._nodes)
                await node.Operator.Desk.KeepAccountAsync(new() { Name = node.User, Password = node.Password }, cancellationToken: cancellationToken);
            await plan.Alba.OpenAsync(network._nodes[0], plan, SampleBundle.Read(), cancellationToken);
            await network.WaitForRoutesAsync(cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public DemoFile ToFile() => new(
        Plan.CaFile, Plan.AuditorCertificate, Plan.AuditorKey,
        [new DemoHub("hub-north", Plan.Hub.Directory, Hub.Ready.Transcript, Plan.Roster.Hubs[0].Log)],
        [
            .. _nodes.Select(node => new DemoNode(
                node.Member.Member, node.Enrolled.Directory, node.Process.Ready.Taxii!, node.Process.Ready.ApiRoot!, node.User, node.Password,
                Plan.Collection.Id.ToString("D"), node.Process.Ready.Transcript, node.Member.Log, OperatorSocket.PathFor(node.Enrolled.Directory),
                node == _nodes[0] ? Plan.Alba.ToFile(Plan.Collection) : null)),
        ]);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) node.Operator.Dispose();
        // Nodes first, so that none logs a lost hub on the way down.
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
    }

    private async Task WaitForRoutesAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        foreach (var node in _nodes)
        {
            while ((await node.Operator.Operations.StatusAsync(new(), cancellationToken: patience.Token)).Routes.Any(route => route.State != "connected"))
                await Task.Delay(50, patience.Token);
        }
    }

    private static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}

/// <summary>One node of the demo as it runs.</summary>
internal sealed record RunningNode(Enrolled Enrolled, ServerProcess Process, OperatorClient Operator, string User, string Password)
{
    public RosterMember Member => ((RosterEntry.OfMember)Enrolled.Entry).Member;
}
