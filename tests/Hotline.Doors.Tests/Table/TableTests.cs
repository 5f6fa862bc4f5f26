using Hotline.TestData;
using System.Text;
using Hotline.Doors.Tests.Hub;
using Hotline.Doors.Tests.Node;
using Hotline.Doors.Tests.Starting;

namespace Hotline.Doors.Tests.Table;

/// <summary>The table of bad inputs in tests/README.md is what the tests of this project check, row by row.</summary>
public sealed class TableTests
{
    private const string Begin = "<!-- bad input: written by Hotline.Doors.Tests -->";
    private const string End = "<!-- end of bad input -->";

    private static readonly string Readme = Path.Combine(SharedData.Checkout, "tests", "README.md");

    private static IReadOnlyList<Row> Rows => [.. HubDoorTests.Rows.Select(bad => bad.Row), .. NodeDoorTests.Rows.Select(bad => bad.Row), .. LyingHubTests.Rows.Select(bad => bad.Row), .. StartTests.Rows.Select(bad => bad.Row)];

    [Fact]
    public void The_table_in_the_readme_is_what_is_tested()
    {
        var text = File.ReadAllText(Readme);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var written = Written();
        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE_TABLE") == "1") File.WriteAllText(Readme, text[..from] + written + text[to..]);

        var shown = File.ReadAllText(Readme);

        shown.Should().Contain(Begin + written + End, "HOTLINE_WRITE_TABLE=1 dotnet test tests/Hotline.Doors.Tests --filter TableTests writes it anew");
    }

    [Fact]
    public void No_input_stands_in_the_table_twice() => Rows.Select(row => (row.Door, row.Input)).Should().OnlyHaveUniqueItems();

    private static string Written()
    {
        var table = new StringBuilder("\n\n| Door | Input | Answer | Logged | Counted | State unchanged |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var row in Rows)
            table.Append($"| {Cell(row.Door)} | {Cell(row.Input)} | {Cell(row.Answer)} | {Cell(row.Logged)} | {Cell(row.Counted)} | {Cell(row.Unchanged)} |\n");
        return table.Append('\n').ToString();
    }

    private static string Cell(string text) =>
        text.Replace("*", "…", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
