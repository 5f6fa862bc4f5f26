using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Transcripts;

/// <summary>A verdict as people read it: what holds, what does not, and what was not checked.</summary>
internal static class TranscriptView
{
    public static void Show(IAnsiConsole screen, TranscriptVerdict verdict)
    {
        screen.Write(verdict.Holds
            ? new Text("VERIFIED\n", new Style(Color.Green, decoration: Decoration.Bold))
            : new Text("NOT VERIFIED\n", new Style(Color.Red, decoration: Decoration.Bold)));
        screen.WriteFields(
            ("Log", verdict.Origin), ("Read from", verdict.Source), ("Leaves", Number(verdict.Size)), ("Root", verdict.Root ?? ""),
            ("Entries", verdict.IsWhole ? $"{Number(verdict.Entries)} hashed anew" : "not open to this reader: only hashes were checked"),
            ("Evidence", verdict switch
            {
                { IsAudited: true } => "signatures and proofs within entries checked by the rosters",
                { IsWhole: false } => "",
                _ => "not checked within entries: name --rosters DIR",
            }),
            ("Time", string.Create(CultureInfo.InvariantCulture, $"{verdict.Seconds:0.0} s")));
        if (verdict.Faults.Count == 0) return;
        var table = Tables.WithColumns("Where", "What does not hold");
        foreach (var fault in verdict.Faults) table.AddRow(Tables.Cell(fault.Where), Tables.Cell(fault.Rule));
        screen.Write(table);
    }

    private static string Number(ulong number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
