using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hotline.Cli.Terminals;
using Hotline.Stix;
using Spectre.Console;

namespace Hotline.Benchmarks.Stix;

/// <summary><c>stix</c>: how many objects of a bundle are read and judged in a second, on one core.</summary>
internal static class StixCommand
{
    private static readonly Argument<string[]> Files = new("FILE") { Description = "Bundles of STIX 2.1.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> Seconds = new("--seconds") { HelpName = "N", Description = "Seconds for each file and policy (default: 5).", DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        var command = new Command("stix", "STIX bundles read and judged: objects/s and bytes allocated, by wall clock and by processor time.") { Files, Seconds };
        command.SetAction(parsed =>
        {
            var table = Tables.WithColumns("File", "Policy", "Objects", "Refused", "Objects/s", "Objects per CPU second", "Bytes an object");
            foreach (var path in parsed.GetRequiredValue(Files))
            {
                foreach (var policy in Enum.GetValues<StixPolicy>())
                {
                    var row = Measure(File.ReadAllBytes(path), policy, TimeSpan.FromSeconds(parsed.GetValue(Seconds)));
                    table.AddRow([Tables.Cell(Path.GetFileName(path)), Tables.Cell(policy.ToString()), .. row.Select(value => Tables.Cell(value.ToString("N0", CultureInfo.InvariantCulture)))]);
                }
            }

            AnsiConsole.Console.Write(table);
            return 0;
        });
        return command;
    }

    private static double[] Measure(byte[] bundle, StixPolicy policy, TimeSpan duration)
    {
        var outcomes = Read(bundle, policy);
        // Warm until the compiler has made its best of the code.
        for (var round = 0; round < 10; round++) Read(bundle, policy);
        using var process = Process.GetCurrentProcess();
        var (cpu, bytes, watch, objects) = (process.TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew(), 0L);
        while (watch.Elapsed < duration) objects += Read(bundle, policy).Outcomes.Length;
        process.Refresh();
        return
        [
            outcomes.Outcomes.Length, outcomes.Outcomes.OfType<StixOutcome.Refused>().Count(), objects / watch.Elapsed.TotalSeconds,
            objects / (process.TotalProcessorTime - cpu).TotalSeconds, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)objects,
        ];
    }

    private static StixDocument.Read Read(byte[] bundle, StixPolicy policy) =>
        StixReader.Read(bundle, StixLimits.Default, policy) as StixDocument.Read ?? throw new InvalidDataException("It is no bundle.");
}
