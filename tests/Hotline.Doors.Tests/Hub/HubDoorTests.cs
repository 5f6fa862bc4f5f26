using Hotline.Doors.Tests.Table;

namespace Hotline.Doors.Tests.Hub;

/// <summary>Whatever comes to a hub that should not: a precise answer, one line in the log, one count, and nothing changes.</summary>
public sealed class HubDoorTests(HubRig rig) : IClassFixture<HubRig>
{
    internal static IReadOnlyList<BadInput<HubRig>> Rows { get; } = [.. SubmitRows.All, .. AnswerRows.All, .. FollowRows.All, .. TranscriptRows.All, .. ConnectionRows.All, .. HealthRows.All];

    public static TheoryData<string> Names => [.. Rows.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public Task Bad_input_is_answered_and_changes_nothing(string name) => Judge.HoldsAsync(Rows.Single(row => row.ToString() == name), rig);
}
