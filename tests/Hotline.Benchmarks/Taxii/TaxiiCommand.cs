using System.CommandLine;
using System.Text.Json;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Benchmarks.Taxii;

/// <summary><c>taxii</c>: how fast one node takes and serves STIX objects, beside the same bytes from memory.</summary>
internal static class TaxiiCommand
{
    private static readonly Option<int> Objects = new("--objects") { HelpName = "N", Description = "Generated objects, 20,000 or more (default: 1,000,000).", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> Seconds = new("--seconds") { HelpName = "N", Description = "Seconds of each measurement (default: 5).", DefaultValueFactory = _ => 5 };
    private static readonly Option<string[]> Bundles = new("--bundle") { HelpName = "FILE", Description = "A STIX bundle to post first; several times for several." };
    private static readonly Option<bool> Json = new("--json") { Description = "For programs." };
    private static readonly Option<string?> Data = new("--data")
    {
        HelpName = "DIR", Description = "New directory on the disk to be measured; it is kept (default: a temporary one, removed afterwards).",
    };

    static TaxiiCommand()
    {
        Objects.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 20_000 or > 10_000_000) result.AddError("--objects is 20,000 to 10,000,000.");
        });
        Seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError("--seconds is 1 or more.");
        });
    }

    public static Command Create(TimeProvider clock)
    {
        var command = new Command("taxii", "One node in its own process, HTTPS and fsync on: POST, pages, manifest, filters, memory.") { Objects, Seconds, Bundles, Json, Data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var kept = parsed.GetValue(Data);
            var directory = Path.GetFullPath(kept ?? Path.Combine(Path.GetTempPath(), $"hotline-taxii-{Guid.CreateVersion7():N}"));
            if (Directory.Exists(directory)) throw new StartupException($"{directory} exists: name a new directory with --data.");
            try
            {
                var report = await new TaxiiBenchmark(clock, Console.Error.WriteLine).RunAsync(
                    directory, parsed.GetValue(Objects), parsed.GetValue(Bundles) ?? [], TimeSpan.FromSeconds(parsed.GetValue(Seconds)), cancellationToken);
                if (parsed.GetValue(Json)) Console.Out.WriteLine(JsonSerializer.Serialize(report, TaxiiReportJson.Default.TaxiiReport));
                else report.Write(AnsiConsole.Console);
            }
            finally
            {
                if (kept is null && Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
            }
        });
        return command;
    }
}
