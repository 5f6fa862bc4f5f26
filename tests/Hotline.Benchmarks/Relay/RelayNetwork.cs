using Hotline.Cli.Demo;
using Hotline.Cli.Terminals;

namespace Hotline.Benchmarks.Relay;

/// <summary>Hub, sender and recipient as running processes, each node connected to the hub.</summary>
internal sealed class RelayNetwork : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<RelayParty> _parties = [];
    private readonly List<OperatorClient> _operators = [];

    public IReadOnlyList<RelayParty> Parties => _parties;

    /// <summary>The sender's desk, as an officer's program reaches it.</summary>
    public Wire.Desk.DeskClient Desk => _operators[0].Desk;

    /// <summary>Starts one after the other, so that each has the machine to itself while it is timed.</summary>
    /// <exception cref="Hosting.StartupException">One of them did not start.</exception>
    public static async Task<RelayNetwork> StartAsync(RelayPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        var network = new RelayNetwork();
        try
        {
            foreach (var (name, role, data) in new[]
            {
                ("hub", "hub", plan.HubDirectory), ("sender", "node", plan.SenderDirectory), ("recipient", "node", plan.RecipientDirectory),
            })
            {
                var started = clock.GetTimestamp();
                var process = await ServerProcess.StartAsync(role, data, plan.PassphraseFile, cancellationToken);
                network._parties.Add(new RelayParty(name, process, clock.GetElapsedTime(started)));
            }

            foreach (var directory in new[] { plan.SenderDirectory, plan.RecipientDirectory })
                network._operators.Add(await OperatorClient.ConnectAsync(DataRoot.Of(directory, null), cancellationToken));
            await network.WaitForRoutesAsync(cancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _operators) client.Dispose();
        // Nodes first, so that none logs a lost hub on the way down.
        foreach (var party in Enumerable.Reverse(_parties)) await party.Process.DisposeAsync();
    }

    private async Task WaitForRoutesAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        foreach (var client in _operators)
        {
            while ((await client.Operations.StatusAsync(new(), cancellationToken: patience.Token)).Routes.Any(route => route.State != "connected"))
                await Task.Delay(50, patience.Token);
        }
    }
}

/// <param name="StartToReady">From the start of the process to its line that it accepts connections.</param>
internal sealed record RelayParty(string Name, ServerProcess Process, TimeSpan StartToReady);
