namespace Hotline.Stix.Patterns;

/// <summary>
/// What the choices made so far leave of the time for the next one: of a window, what is still within reach of all in it; behind a part of
/// FOLLOWEDBY, what is not before it. Without this a search would try every pair.
/// </summary>
internal sealed class TimeScopes(List<int> chosen, ObservationTimes times)
{
    private readonly Stack<Func<TimeBounds>> _scopes = new();

    public bool AreNone => _scopes.Count == 0;

    public TimeBounds Now => _scopes.Aggregate(TimeBounds.None, (bounds, scope) => bounds.And(scope()));

    /// <summary>
    /// Observations chosen since <paramref name="start"/> lie in one window. OASIS' matcher lets exactly the window's length pass, where section
    /// 9.5.1 would not; its test data say so, and so do we.
    /// </summary>
    public Func<TimeBounds> Window(int start, decimal seconds) => () =>
    {
        var bounds = TimeBounds.None;
        for (var at = start; at < chosen.Count; at++) bounds = bounds.And(new TimeBounds(times.First[chosen[at]] - seconds, times.Last[chosen[at]] + seconds));
        return bounds;
    };

    /// <summary>What comes next is not before any of those from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public Func<TimeBounds> Behind(int start, int end) => () =>
    {
        var bounds = TimeBounds.None;
        for (var at = start; at < end; at++) bounds = bounds.And(new TimeBounds(times.First[chosen[at]], decimal.MaxValue));
        return bounds;
    };

    /// <summary>Searches with one scope more. What goes on behind the part must leave it by <see cref="Leave"/>.</summary>
    public bool Enter(Func<TimeBounds> scope, Func<bool> search)
    {
        _scopes.Push(scope);
        var isFound = search();
        // A search that succeeded has left every scope for good.
        if (!isFound) _scopes.Pop();
        return isFound;
    }

    public bool Leave(Func<bool> goOn)
    {
        var scope = _scopes.Pop();
        var isFound = goOn();
        if (!isFound) _scopes.Push(scope);
        return isFound;
    }
}
