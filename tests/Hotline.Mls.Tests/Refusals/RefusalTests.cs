using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class RefusalTests
{
    private const string Table = "tests/Hotline.Mls.Tests/Refusals/README.md";

    public static TheoryData<string> Names => [.. Refusal.All.Select(refusal => refusal.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_breaks_one_rule_is_refused_by_that_rule_and_changes_nothing(string name)
    {
        var refusal = Refusal.All.Single(refusal => refusal.Name == name);
        var forgery = new AForgery();

        var attempt = () => refusal.Attempt(forgery);

        attempt.Should().Throw<MlsException>().Which.Fault.Should().Be(refusal.Fault);    }

    [Fact]
    public void The_table_of_rules_names_every_case()
    {
        var path = Path.Combine(SharedData.Checkout, Table);
        string[] head = [.. File.ReadLines(path).TakeWhile(line => !line.StartsWith("| --- ", StringComparison.Ordinal)), "| --- | --- | --- | --- |"];
        var rows = Refusal.All.Select(refusal => $"| {refusal.Section} | {refusal.Rule} | `{refusal.Name}` | {refusal.Fault} |");
        if (Environment.GetEnvironmentVariable("HOTLINE_WRITE_TABLES") == "1") File.WriteAllLines(path, [.. head, .. rows]);

        File.ReadAllLines(path).Should().Equal([.. head, .. rows]);
        Refusal.All.Should().HaveCountGreaterThanOrEqualTo(60).And.OnlyHaveUniqueItems(refusal => refusal.Name);
    }
}
