using Spectre.Console;

namespace Hotline.Cli.Terminals;

/// <summary>The look that all answers share. Every foreign text goes through <see cref="Printable"/> here.</summary>
internal static class Tables
{
    public static Table WithColumns(params ReadOnlySpan<string> names)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in names) table.AddColumn(new TableColumn(new Text(name, new Style(decoration: Decoration.Bold))));
        return table;
    }

    public static Text Cell(string text) => new(Printable.Line(text));

    public static Text Cell(string text, Style style) => new(Printable.Line(text), style);

    /// <summary>The words that stand over everything an exercise shows; nothing for real traffic.</summary>
    public static void WriteBanner(this IAnsiConsole screen, string banner)
    {
        if (banner.Length > 0) screen.Write(new Text(Printable.Line(banner) + "\n", new Style(Color.Black, Color.Yellow, Decoration.Bold)));
    }

    /// <summary>Names and values, one a line; those without a value are left out.</summary>
    public static void WriteFields(this IAnsiConsole screen, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in fields)
            if (value.Length > 0) grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), Cell(value));
        screen.Write(grid);
    }
}
