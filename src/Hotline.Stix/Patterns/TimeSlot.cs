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
