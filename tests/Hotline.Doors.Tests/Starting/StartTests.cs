using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Starting;

/// <summary>What cannot start says why in one sentence, ends with 2 and leaves everything as it was.</summary>
public sealed class StartTests(Enrolled enrolled)
{
    internal static IReadOnlyList<BadInput<StartRig>> Rows { get; } = [.. StartRows.All];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_says_why_and_ends_with_2(string name)
    {
        var bad = Rows.Single(row => row.ToString() == name);
        await using var rig = await StartRig.CreateAsync(enrolled, name.StartsWith("node", StringComparison.Ordinal) ? "node" : "hub");
        if (bad.PrepareAsync is { } prepare) await prepare(rig);
        var before = LogicalState.Of(rig.Directory);

        var answer = await bad.GiveAsync(rig);

        answer.Should().Be(bad.Answer);
        LogicalState.Of(rig.Directory).Should().Be(before);
    }
}
