using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Rosters;

/// <summary>A roster as people read it before they sign or compare it.</summary>
internal static class RosterView
{
    public static void Show(IAnsiConsole screen, RosterAnswer roster)
    {
        screen.WriteBanner(roster.Banner);
        screen.WriteFields(
            ("Roster", string.Create(CultureInfo.InvariantCulture, $"{roster.Number} for {roster.Domain}")), ("Hash", roster.Hash),
            ("Previous", roster.Previous ?? ""), ("Issued", roster.Issued),
            ("Quorum", string.Create(CultureInfo.InvariantCulture, $"{roster.Quorum} of {roster.Members.Count} members sign the next one")),
            ("Signed by", roster.SignedBy.Count > 0 ? string.Join(", ", roster.SignedBy) : "nobody yet"));
        var table = Tables.WithColumns("Role", "Name", "Node", "TLS key", "Address", "Standing");
        AddRows(table, "member", roster.Members);
        AddRows(table, "hub", roster.Hubs);
        AddRows(table, "auditor", roster.Auditors);
        screen.Write(table);
        if (roster.File is { } file) screen.Write(new Text($"Written to {Printable.Line(file)}\n"));
    }

    private static void AddRows(Table table, string role, IReadOnlyList<RosterLine> lines)
    {
        foreach (var line in lines)
        {
            var standing = line.RevokedSince.Length > 0
                ? Tables.Cell($"revoked since {line.RevokedSince}", new Style(Color.Red))
                : Tables.Cell("good");
            table.AddRow(
                Tables.Cell(role), Tables.Cell(line.Name), Tables.Cell(line.Node), Tables.Cell(string.Join(" ", line.Tls)), Tables.Cell(line.Address), standing);
        }
    }
}
