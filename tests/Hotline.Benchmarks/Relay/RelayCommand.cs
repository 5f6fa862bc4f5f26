using System.CommandLine;
using System.Text.Json;
using Hotline.Benchmarks.Reports;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Benchmarks.Relay;

/// <summary><c>relay</c>: how many letters go from member to member in a second, how fast one is there, and at what cost.</summary>
internal static class RelayCommand
{
    private static readonly Option<int> Seconds = new("--seconds") { HelpName = "N", Description = "Seconds of each load (default: 30).", DefaultValueFactory = _ => 30 };
    private static readonly Option<string?> Suite = new("--suite") { HelpName = "NAME", Description = "classical or default (default: one after the other)." };
    private static readonly Option<bool> Json = new("--json") { Description = "For programs." };
    private static readonly Option<string?> Data = new("--data")
    {
        HelpName = "DIR", Description = "New directory on the disk to be measured; it is kept (default: a temporary one, removed afterwards).",
    };

    static RelayCommand()
    {
        Suite.AcceptOnlyFromAmong([.. RelaySuite.All.Select(suite => suite.Name)]);
        Seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--seconds is 1 or more.");
        });
    }

    public static Command Create(TimeProvider clock)
    {
        var command = new Command("relay", "Hub, sender and recipient in separate processes: messages/s, latency, processor time and memory.") { Seconds, Suite, Json, Data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kept = parsed.GetValue(Data);
            var directory = Path.GetFullPath(kept ?? Path.Combine(Path.GetTempPath(), $"hotline-relay-{Guid.CreateVersion7():N}"));
            if (Directory.Exists(directory)) throw new StartupException($"{directory} exists: name a new directory with --data.");
            try
            {
                var suites = RelaySuite.All.Where(suite => parsed.GetValue(Suite) is not { } only || suite.Name == only).ToArray();
                var report = await new RelayBenchmark(clock, Console.Error.WriteLine).RunAsync(
                    directory, suites, TimeSpan.FromSeconds(parsed.GetValue(Seconds)), cancellationToken);
                if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(report, ReportJson.Default.RelayReport));
                else RelayTables.Write(AnsiConsole.Console, report);
            }
            finally
            {
                if (kept is null && Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
            }
        });
        return command;
    }
}
