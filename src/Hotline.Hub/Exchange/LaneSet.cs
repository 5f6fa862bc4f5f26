using Hotline.Envelopes;

namespace Hotline.Hub.Exchange;

/// <summary>Lanes in which something may wait: anybody adds, one takes them all.</summary>
internal sealed class LaneSet
{
    private int _lanes;

    /// <summary>Every lane.</summary>
    public static int All { get; } = Precedences.HighestFirst.Aggregate(0, (lanes, lane) => lanes | Of(lane));

    public static int Of(Precedence lane) => 1 << (int)lane;

    public void Add(Precedence lane) => Interlocked.Or(ref _lanes, Of(lane));

    public int Take() => Interlocked.Exchange(ref _lanes, 0);

    public bool HasAbove(Precedence lane) => Volatile.Read(ref _lanes) >= 2 * Of(lane);
}
