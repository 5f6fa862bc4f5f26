using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Taxii.Tests.Requirements;

/// <summary>The table in tests/README.md of which test holds which requirement. It is made here: run with HOTLINE_WRITE_TABLES=1 to write it anew.</summary>
public sealed partial class RequirementTableTests
{
    private const string Begin = "<!-- requirements of TAXII 2.1: made by RequirementTableTests -->";
    private const string End = "<!-- end of requirements -->";

    [Fact]
    public void Every_requirement_has_a_test_that_bears_its_number() =>
        Requirement.All.Where(requirement => TestsOf(requirement.Number).Count == 0).Select(requirement => requirement.Number).Should().BeEmpty();

    [Fact]
    public void The_table_in_the_README_is_what_the_tests_are()
    {
        var path = Readme();
        var text = File.ReadAllText(path);
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        start.Should().BePositive();
        var made = text[..(start + Begin.Length)] + "\n\n" + Table() + "\n" + text[end..];

        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE_TABLES") == "1") File.WriteAllText(path, made);

        File.ReadAllText(path).Should().Be(made, "the table is stale: run this test with HOTLINE_WRITE_TABLES=1");
    }

    private static string Table()
    {
        var table = new StringBuilder("| | | section | requirement | tests |\n| --- | --- | --- | --- | --- |\n");
        foreach (var requirement in Requirement.All)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {requirement.Number} | {requirement.Level} | {requirement.Section} | {requirement.Text} | {string.Join(", ", TestsOf(requirement.Number).Select(test => $"`{test}`"))} |\n");
        }

        return table.ToString();
    }

    private static List<string> TestsOf(int number) =>
    [
        .. typeof(RequirementTableTests).Assembly.GetTypes().Where(type => type.IsPublic)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any() && NumbersOf(method.Name).Contains(number))
            .Select(method => $"{method.DeclaringType!.Name}.{Numbers().Match(method.Name).Value.TrimEnd('_')}")
            .Distinct().Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<int> NumbersOf(string name) =>
        Numbers().Match(name) is { Success: true } match
            ? match.Groups["number"].Captures.Select(number => int.Parse(number.ValueSpan, CultureInfo.InvariantCulture))
            : [];

    private static string Readme([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "README.md"));

    [GeneratedRegex(@"^Requirements?(_(?<number>[0-9]{1,2}))+_(?=[A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
