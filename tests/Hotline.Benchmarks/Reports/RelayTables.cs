using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Benchmarks.Reports;

/// <summary>A report for people.</summary>
internal static class RelayTables
{
    public static void Write(IAnsiConsole screen, RelayReport report)
    {
        var machine = report.Machine;
        screen.WriteFields(
            ("Processor", $"{machine.Processor}, {machine.Cores} cores"), ("System", machine.System), ("Runtime", machine.Runtime), ("File system", machine.FileSystem),
            ("Ed25519 verify/s, one core", Whole(report.Limits.Ed25519VerifiesPerSecond)), ("fsync/s, 4 KiB appended", Whole(report.Limits.SyncsPerSecond)),
            ("mTLS gRPC echo/s, 3 KiB", Whole(report.Limits.EchoesPerSecond)));
        foreach (var suite in report.Suites) Write(screen, suite);
    }

    private static void Write(IAnsiConsole screen, SuiteReport suite)
    {
        screen.WriteLine();
        screen.WriteFields(
            ("Suite", $"{suite.Suite} ({suite.Seal})"),
            ("Messages/s", $"{Whole(suite.FullLoad.MessagesPerSecond)} ({suite.FullLoad.Messages} in {Whole(suite.FullLoad.Seconds)} s, NRD included)"));
        var latency = Tables.WithColumns("Milliseconds", "FILED p50", "p99", "NRS p50", "p99", "NRD p50", "p99", "longest");
        AddLadder(latency, "50 messages/s", suite.SteadyLoad);
        AddLadder(latency, "64 in flight", suite.FullLoad.Latency);
        screen.Write(latency);
        var processes = Tables.WithColumns("Process", "Start to ready, ms", "CPU µs a message", "Idle, MiB", "Loaded, MiB");
        foreach (var process in suite.FullLoad.Processes)
        {
            var start = suite.Starts.FirstOrDefault(start => start.Process == process.Process);
            processes.AddRow(
                Tables.Cell(process.Process), Tables.Cell(start is null ? "" : Whole(start.Milliseconds)), Tables.Cell(Whole(process.MicrosecondsPerMessage)),
                Tables.Cell(Whole(process.IdleMebibytes)), Tables.Cell(Whole(process.LoadedMebibytes)));
        }

        screen.Write(processes);
    }

    private static void AddLadder(Table table, string load, LadderReport ladder) => table.AddRow(
        Tables.Cell(load), Fine(ladder.Filed.P50), Fine(ladder.Filed.P99), Fine(ladder.Submitted.P50), Fine(ladder.Submitted.P99), Fine(ladder.Delivered.P50),
        Fine(ladder.Delivered.P99), Fine(ladder.Delivered.Longest));

    private static Text Fine(double milliseconds) => Tables.Cell(milliseconds.ToString("N1", CultureInfo.InvariantCulture));

    private static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
