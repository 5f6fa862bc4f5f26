using System.Globalization;
using Spectre.Console;

namespace Hotline.Benchmarks.Mls;

/// <summary>The reports for people.</summary>
internal static class MlsTable
{
    public static void Write(IAnsiConsole screen, IReadOnlyList<MlsReport> reports)
    {
        var table = new Table();
        foreach (var column in (string[])["Suite", "Members", "Tree", "Key package", "Add all", "Join", "Update", "Process", "Protect 1 KiB", "Unprotect", "Welcome", "Update", "Saved", "In memory"])
            table.AddColumn(column);
        foreach (var report in reports)
            table.AddRow(
                report.Suite, Whole(report.Members), report.FullTree ? "full" : "fresh", Fine(report.KeyPackage), Fine(report.AddAll), Fine(report.Join), Fine(report.UpdateCommit),
                Fine(report.Process), Fine(report.Protect), Fine(report.Unprotect), Kibibytes(report.WelcomeBytes), Kibibytes(report.UpdateBytes), Kibibytes(report.StateBytes),
                Kibibytes(report.StateMemory));
        screen.Write(table);
    }

    private static string Fine(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "N3" : "N0", CultureInfo.InvariantCulture) + " ms";

    private static string Kibibytes(double bytes) => (bytes / 1024).ToString("N1", CultureInfo.InvariantCulture) + " KiB";

    private static string Whole(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
