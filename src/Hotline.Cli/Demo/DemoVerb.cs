using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Cli.Demo;

/// <summary><c>hotline demo</c>: a hub and three nodes on this machine, a letter, a bundle, receipts, and everything verified from outside.</summary>
internal static class DemoVerb
{
    private static readonly Option<string?> Data = new("--data") { HelpName = "DIR", Description = "New directory for keys and data (default: a fresh temporary one)." };
    private static readonly Option<string?> Bundle = new("--bundle") { HelpName = "FILE", Description = "A STIX 2.1 bundle to share (default: a built-in sample)." };
    private static readonly Option<int?> Port = new("--port") { HelpName = "N", Description = "First of seven ports (default: free ones)." };
    private static readonly Option<bool> Exit = new("--exit") { Description = "Leave after the steps: 0 only if every check held." };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("demo", "Try Hotline out: a hub and three nodes on this machine, until Ctrl-C.") { Data, Bundle, Port, Exit };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var bundle = parsed.GetValue(Bundle) is { } file ? await File.ReadAllBytesAsync(file, cancellationToken) : SampleBundle.Read();
            var directory = parsed.GetValue(Data) ?? Path.Combine(Path.GetTempPath(), $"hotline-demo-{Guid.CreateVersion7():N}");
            return await RunAsync(terminal, directory, parsed.GetValue(Port), bundle, parsed.GetValue(Exit), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, string directory, int? port, byte[] bundle, bool exit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Both signals end the demo's processes before this one; without this the second would leave them behind.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var started = terminal.Clock.GetTimestamp();
        var steps = new StepList(terminal);
        var plan = await steps.RunAsync("Fresh keys for hub-north, alba, borea and cambria", async () =>
        {
            var made = await Task.Run(() => DemoPlan.Create(directory, port, terminal.Clock), stop.Token);
            return (made, $"roster 1 signed by {made.Roster.Members.Length} members, in {made.Directory}");
        });
        await using var network = await steps.RunAsync("Four processes on loopback", async () =>
        {
            var running = await DemoNetwork.StartAsync(plan, stop.Token);
            return (running, "every node is connected to the hub over mutual TLS 1.3, keys pinned by the roster");
        });
        try
        {
            var promises = new DemoSteps(network, bundle);
            await steps.RunAsync("A FLASH letter from alba to borea", () => promises.LetterAsync(stop.Token));
            await steps.RunAsync("A STIX bundle posted to alba over TAXII", () => promises.PostAsync(stop.Token));
            await steps.RunAsync("The bundle read back at every node", () => promises.ReadBackAsync(stop.Token));
            await steps.RunAsync("Every transcript verified from outside", () => promises.VerifyAsync(stop.Token));
            await steps.RunAsync("The hub's disk searched for plaintext", () => promises.SearchHubAsync(stop.Token));
        }
        catch (StartupException failed)
        {
            terminal.Screen.MarkupLineInterpolated($"[red]✗[/] {failed.Message}");
            terminal.Screen.MarkupLineInterpolated($"  What each process logged is in {directory}/*/log.jsonl");
            return ExitCode.No;
        }

        var demoFile = Path.Combine(plan.Directory, "demo.json");
        network.ToFile().Write(demoFile);
        terminal.Screen.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"All checks held in {terminal.Clock.GetElapsedTime(started).TotalSeconds:N1} s.");
        if (exit) return ExitCode.Fine;
        ShowAddresses(terminal.Screen, network, demoFile);
        try
        {
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException)
        {
            terminal.Screen.WriteLine("Stopping …");
        }

        return ExitCode.Fine;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static void ShowAddresses(IAnsiConsole screen, DemoNetwork network, string demoFile)
    {
        var table = Tables.WithColumns("Node", "TAXII", "User", "Password", "Transcript");
        foreach (var node in network.Nodes)
        {
            table.AddRow(
                Tables.Cell(node.Member.Member), Tables.Cell(node.Process.Ready.Taxii!), Tables.Cell(node.User), Tables.Cell(node.Password),
                Tables.Cell(node.Process.Ready.Transcript));
        }

        table.AddRow(Tables.Cell("hub-north"), Tables.Cell(""), Tables.Cell(""), Tables.Cell(""), Tables.Cell(network.Hub.Ready.Transcript));
        screen.Write(table);
        screen.WriteLine($"For programs: {demoFile}");
        screen.WriteLine($"Try: hotline inbox --data {network.Nodes[1].Enrolled.Directory}");
        screen.WriteLine("Ctrl-C stops everything.");
    }
}
