using Hotline.TestData;

namespace Hotline.Doors.Tests.Table;

/// <summary>What bad input is given to, while it runs.</summary>
internal interface IRig
{
    LoggedLines Log { get; }

    string DataDirectory { get; }
}

/// <summary>Gives bad input and sees that all comes of it that its row says, and nothing else.</summary>
internal static class Judge
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How long something more than the row says may take to come.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    public static async Task HoldsAsync<TRig>(BadInput<TRig> bad, TRig rig)
        where TRig : IRig
    {
        if (bad.PrepareAsync is { } prepare) await prepare(rig);
        using var rises = new Rises();
        var before = LogicalState.Of(rig.DataDirectory);
        var (lines, counts) = (rig.Log.All.Count, rises.Count);

        var answer = await bad.GiveAsync(rig);

        await UntilAsync(() => (bad.Logged is null || Complaints(rig, lines).Count > 0) && (bad.Counted is null || rises.Since(counts).Count > 0));
        await Task.Delay(Settling, TestContext.Current.CancellationToken);
        answer.Should().Match(bad.Answer);
        if (bad.Logged is null) Complaints(rig, lines).Should().BeEmpty();
        else Complaints(rig, lines).Should().ContainSingle().Which.Should().Match(bad.Logged);
        if (bad.Counted is null) rises.Since(counts).Should().BeEmpty();
        else rises.Since(counts).Should().ContainSingle().Which.Should().Match(bad.Counted);
        if (bad.But is null) LogicalState.Of(rig.DataDirectory).Should().Be(before, "bad input changes nothing");
    }

    /// <summary>Lines of what did not go as it should.</summary>
    private static IReadOnlyList<string> Complaints(IRig rig, int since) =>
        [.. rig.Log.Since(since).Where(line => !line.StartsWith("Information", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal))];

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds() && !patience.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
    }
}
