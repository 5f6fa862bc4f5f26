namespace Hotline.Stix.Patterns;

/// <summary>From a start to before a stop, either of which may be open.</summary>
internal readonly record struct TimeSlot(StixTimestamp? Start, StixTimestamp? Stop)
{
    public static TimeSlot Any => default;

    /// <summary>What both allow.</summary>
    public TimeSlot Within(Qualifier.Between other) => new(
        Start is { } start && start > other.Start ? start : other.Start, Stop is { } stop && stop < other.Stop ? stop : other.Stop);

    /// <summary>Whether an observation can have been made within.</summary>
    public bool Reaches(Observation observation) =>
        (Start is not { } start || observation.Last >= start) && (Stop is not { } stop || observation.First < stop) && !(Start >= Stop);
}

/// <summary>Differences of timestamps, to the digit as far as decimal numbers go.</summary>
internal static class ExactTime
{
    /// <summary>Seconds from one to the other, negative when it lies before.</summary>
    public static decimal Between(StixTimestamp from, StixTimestamp to) => to.Seconds - from.Seconds;
}
