namespace Hotline.Stix.Patterns;

/// <summary>Observations that satisfy one test, by the time they begin.</summary>
internal sealed class Candidates
{
    private readonly decimal[] _first;
    private readonly decimal[] _latestEnd;

    /// <param name="indices">Of observations.</param>
    public Candidates(IEnumerable<int> indices, ObservationTimes times)
    {
        Indices = [.. indices.OrderBy(index => times.First[index])];
        _first = [.. Indices.Select(index => times.First[index])];
        _latestEnd = new decimal[Indices.Length];
        for (var at = 0; at < Indices.Length; at++) _latestEnd[at] = Math.Max(times.Last[Indices[at]], at > 0 ? _latestEnd[at - 1] : decimal.MinValue);
    }

    public int[] Indices { get; }

    /// <summary>Null when there are none.</summary>
    public Extent? Extent => Indices.Length == 0 ? null : new Extent(_first[0], _latestEnd[^1]);

    /// <summary>Where in <see cref="Indices"/> all that fit the bounds lie; some between them may not.</summary>
    public (int Start, int End) Range(TimeBounds bounds)
    {
        // No one in front of the first that ends late enough does, by the running maximum of the ends.
        var start = Count(_latestEnd, end => end < bounds.LeastLast);
        return (start, Math.Max(start, Count(_first, first => first <= bounds.MostFirst)));
    }

    /// <summary>How many at the beginning of a sorted list keep a condition.</summary>
    private static int Count(decimal[] sorted, Predicate<decimal> isInFront)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (isInFront(sorted[middle])) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}

/// <summary>Begin and end of every observation, in seconds since 1970.</summary>
internal sealed class ObservationTimes(IReadOnlyList<Observation> observations)
{
    public decimal[] First { get; } = [.. observations.Select(one => one.First.Seconds)];

    public decimal[] Last { get; } = [.. observations.Select(one => one.Last.Seconds)];
}

/// <param name="LeastLast">An observation must not end before it.</param>
/// <param name="MostFirst">Nor begin after it.</param>
internal readonly record struct TimeBounds(decimal LeastLast, decimal MostFirst)
{
    public static TimeBounds None => new(decimal.MinValue, decimal.MaxValue);

    public bool Allow(decimal first, decimal last) => last >= LeastLast && first <= MostFirst;

    public TimeBounds And(TimeBounds other) => new(Math.Max(LeastLast, other.LeastLast), Math.Min(MostFirst, other.MostFirst));
}

/// <summary>How far choices can reach: of each, some observation does not begin before <paramref name="Begin"/>, and some does not end after <paramref name="End"/>.</summary>
internal readonly record struct Extent(decimal Begin, decimal End)
{
    public static Extent OfNothing => new(decimal.MinValue, decimal.MaxValue);

    /// <summary>Of choices that take from both.</summary>
    public Extent And(Extent other) => new(Math.Max(Begin, other.Begin), Math.Min(End, other.End));

    /// <summary>Of choices that take from either.</summary>
    public Extent Or(Extent other) => new(Math.Min(Begin, other.Begin), Math.Max(End, other.End));
}
