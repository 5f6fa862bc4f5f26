namespace Hotline.Doors.Tests.Table;

/// <summary>A bad input at one door and what must come of it: one test case, and one row of the table in tests/README.md.</summary>
/// <param name="Answer">What whoever gave it sees; <c>*</c> stands for what differs from run to run.</param>
/// <param name="Logged">The one line in the log, likewise; null for none.</param>
/// <param name="Counted">The one counter that rises by one, with its tags; null for none.</param>
/// <param name="GiveAsync">Gives it and says what came back.</param>
internal sealed record BadInput<TRig>(string Door, string Input, string Answer, string? Logged, string? Counted, Func<TRig, Task<string>> GiveAsync)
{
    /// <summary>What else than nothing changes: a refusal that is evidence stands in the log.</summary>
    public string? But { get; init; }

    /// <summary>What must be so before it is given.</summary>
    public Func<TRig, Task>? PrepareAsync { get; init; }

    public Row Row => new(Door, Input, Answer, Logged ?? "nothing", Counted ?? "nothing", But is null ? "yes" : $"yes, but for {But}");

    public override string ToString() => $"{Door}: {Input}";
}

/// <summary>What the table says.</summary>
internal sealed record Row(string Door, string Input, string Answer, string Logged, string Counted, string Unchanged);
