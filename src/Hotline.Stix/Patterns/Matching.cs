using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hotline.Stix.Patterns;

/// <summary>
/// One match of a pattern against observations. It looks for a choice of observations, none taken more often than it was made, that satisfies all
/// parts; times of an observation may be anywhere between its first and last.
/// </summary>
internal sealed class Matching
{
    private readonly IReadOnlyList<Observation> _observations;
    private readonly ObservationTimes _times;
    private readonly TimeScopes _scopes;
    private readonly WorkBudget _budget;

    /// <summary>Indices of observations, once for each part that chose them.</summary>
    private readonly List<int> _chosen = [];

    /// <summary>How often each of them was taken.</summary>
    private readonly List<long> _counts = [];
    private readonly Dictionary<int, long> _used = [];
    private readonly Dictionary<(ObservationExpression.Single, TimeSlot), Candidates> _candidates = [];
    private long _usedInAll;

    public Matching(IReadOnlyList<Observation> observations)
    {
        _observations = observations;
        _times = new ObservationTimes(observations);
        _scopes = new TimeScopes(_chosen, _times);
        _budget = new WorkBudget(observations.Sum(one => (long)one.ObjectCount));
    }

    public PatternMatch Match(ObservationExpression expression) =>
        ExtentOf(expression, TimeSlot.Any) is not null && Search(expression, TimeSlot.Any, () => true) ? new PatternMatch(true, [.. _chosen.Distinct()]) : new PatternMatch(false, []);

    /// <summary>How far in time any choice for a part can reach; null when there is no choice. It finds most patterns that match nothing without a search.</summary>
    private Extent? ExtentOf(ObservationExpression expression, TimeSlot slot) => expression switch
    {
        ObservationExpression.Single single => CandidatesOf(single, slot).Extent,
        ObservationExpression.AnyOf any => any.Parts.Select(part => ExtentOf(part, slot)).Aggregate((Extent?)null, (all, one) => all is { } widest && one is { } other ? widest.Or(other) : all ?? one),
        ObservationExpression.AllOf all => ExtentOf(all.Parts, slot, isOrdered: false),
        ObservationExpression.InOrder ordered => ExtentOf(ordered.Parts, slot, isOrdered: true),
        ObservationExpression.Qualified { Qualifier: Qualifier.Between between } qualified => ExtentOf(qualified.Inner, slot.Within(between)),
        ObservationExpression.Qualified qualified => ExtentOf(qualified.Inner, slot),
        _ => throw new InvalidOperationException($"No match for {expression.GetType().Name}."),
    };

    private Extent? ExtentOf(ImmutableArray<ObservationExpression> parts, TimeSlot slot, bool isOrdered)
    {
        var all = Extent.OfNothing;
        foreach (var part in parts)
        {
            if (ExtentOf(part, slot) is not { } own || (isOrdered && own.End < all.Begin)) return null;
            all = all.And(own);
        }

        return all;
    }

    /// <summary>Chooses for a part, then goes on; takes the choice back when what follows fails.</summary>
    /// <param name="slot">Times that every observation chosen here must reach into.</param>
    private bool Search(ObservationExpression expression, TimeSlot slot, Func<bool> goOn)
    {
        _budget.Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new PatternException("it has too many parts to match");
        switch (expression)
        {
            case ObservationExpression.Single single:
                return SearchRepeated(single, slot, 1, 0, goOn);
            case ObservationExpression.AnyOf any:
                foreach (var part in any.Parts)
                    if (Search(part, slot, goOn)) return true;
                return false;
            case ObservationExpression.AllOf all:
                return SearchAll(all, slot, 0, goOn);
            case ObservationExpression.InOrder ordered:
                return SearchOrdered(ordered, slot, 0, _chosen.Count, goOn);
            case ObservationExpression.Qualified { Qualifier: Qualifier.Between between } qualified:
                return Search(qualified.Inner, slot.Within(between), goOn);
            case ObservationExpression.Qualified { Qualifier: Qualifier.Within within } qualified:
                return _scopes.Enter(_scopes.Window(_chosen.Count, within.Seconds), () => Search(qualified.Inner, slot, () => _scopes.Leave(goOn)));
            case ObservationExpression.Qualified { Qualifier: Qualifier.Repeats repeats, Inner: ObservationExpression.Single single }:
                return TakeEarliest(single, slot, repeats.Times, goOn) || SearchRepeated(single, slot, repeats.Times, 0, goOn);
            case ObservationExpression.Qualified { Qualifier: Qualifier.Repeats repeats } qualified:
                return SearchTimes(qualified.Inner, slot, repeats.Times, goOn);
            default:
                throw new InvalidOperationException($"No match for {expression.GetType().Name}.");
        }
    }

    private bool SearchAll(ObservationExpression.AllOf all, TimeSlot slot, int part, Func<bool> goOn) =>
        part == all.Parts.Length ? goOn() : Search(all.Parts[part], slot, () => SearchAll(all, slot, part + 1, goOn));

    private bool SearchOrdered(ObservationExpression.InOrder ordered, TimeSlot slot, int part, int start, Func<bool> goOn) =>
        part == ordered.Parts.Length
            ? goOn()
            : _scopes.Enter(
                _scopes.Behind(start, _chosen.Count),
                () => Search(ordered.Parts[part], slot, () => _scopes.Leave(() => SearchOrdered(ordered, slot, part + 1, start, goOn))));

    private bool SearchTimes(ObservationExpression inner, TimeSlot slot, int times, Func<bool> goOn)
    {
        if (times == 0) return goOn();
        // Every repetition takes an observation, so more than there are can never be.
        return times <= TotalFree() && Search(inner, slot, () => SearchTimes(inner, slot, times - 1, goOn));
    }

    /// <summary>Thousands of repetitions that nothing else restrains are simply the first there are; only when what follows fails, a search must decide.</summary>
    private bool TakeEarliest(ObservationExpression.Single single, TimeSlot slot, long times, Func<bool> goOn)
    {
        if (!_scopes.AreNone) return false;
        var chosen = _chosen.Count;
        foreach (var candidate in CandidatesOf(single, slot).Indices)
        {
            if (times == 0) break;
            _budget.Spend(1);
            var count = Math.Min(times, Free(candidate));
            if (count == 0) continue;
            Take(candidate, count);
            times -= count;
        }

        if (times == 0 && goOn()) return true;
        while (_chosen.Count > chosen) GiveBack();
        return false;
    }

    /// <summary>Repetitions of one test are chosen by how many each observation gives, since their order means nothing.</summary>
    /// <param name="from">Place among the candidates.</param>
    private bool SearchRepeated(ObservationExpression.Single single, TimeSlot slot, long times, int from, Func<bool> goOn)
    {
        if (times == 0) return goOn();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new PatternException("it has too many repetitions to match");
        var candidates = CandidatesOf(single, slot);
        var bounds = _scopes.Now;
        var (start, end) = candidates.Range(bounds);
        start = Math.Max(start, from);
        if (times > 1 && CountFree(candidates, start, end) < times) return false;
        for (var at = start; at < end; at++)
        {
            _budget.Spend(1);
            var candidate = candidates.Indices[at];
            if (!bounds.Allow(_times.First[candidate], _times.Last[candidate])) continue;
            for (var count = Math.Min(times, Free(candidate)); count > 0; count--)
            {
                _budget.Spend(1);
                Take(candidate, count);
                if (SearchRepeated(single, slot, times - count, at + 1, goOn)) return true;
                GiveBack();
            }
        }

        return false;
    }

    private long CountFree(Candidates candidates, int start, int end)
    {
        _budget.Spend(1 + ((end - start) / 16));
        long free = 0;
        for (var at = start; at < end; at++) free += Free(candidates.Indices[at]);
        return free;
    }

    private Candidates CandidatesOf(ObservationExpression.Single single, TimeSlot slot)
    {
        if (_candidates.TryGetValue((single, slot), out var known)) return known;
        var found = Enumerable.Range(0, _observations.Count)
            .Where(index => slot.Reaches(_observations[index]) && _observations[index].Objects.Any(item => Holds(single.Comparison, item, _observations[index])));
        return _candidates[(single, slot)] = new Candidates(found, _times);
    }

    /// <summary>All parts of a comparison start from one object (section 9.5).</summary>
    private bool Holds(ComparisonExpression comparison, JsonElement item, Observation observation)
    {
        _budget.Spend(1);
        switch (comparison)
        {
            case ComparisonExpression.AnyOf any:
                return any.Parts.Any(part => Holds(part, item, observation));
            case ComparisonExpression.AllOf all:
                return all.Parts.All(part => Holds(part, item, observation));
            case ComparisonExpression.Exists exists:
                return IsOfType(item, exists.Path) && ObjectValues.Find(exists.Path, item, observation, _budget).Count > 0;
            case ComparisonExpression.Test test when IsOfType(item, test.Path):
                var values = ObjectValues.Find(test.Path, item, observation, _budget);
                // What is not there is false, NOT or no NOT (section 9.6).
                return values.Count > 0 && values.Exists(value => Comparing.Holds(test, value, _budget)) != test.IsNegated;
            default:
                return false;
        }
    }

    private static bool IsOfType(JsonElement item, ObjectPath path) => item.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals(path.Type);

    private long Free(int index) => _observations[index].Count - _used.GetValueOrDefault(index);

    private long TotalFree() => _observations.Sum(one => one.Count) - _usedInAll;

    private void Take(int index, long count)
    {
        _used[index] = _used.GetValueOrDefault(index) + count;
        _usedInAll += count;
        _chosen.Add(index);
        _counts.Add(count);
    }

    /// <summary>The last that was taken.</summary>
    private void GiveBack()
    {
        _used[_chosen[^1]] -= _counts[^1];
        _usedInAll -= _counts[^1];
        _chosen.RemoveAt(_chosen.Count - 1);
        _counts.RemoveAt(_counts.Count - 1);
    }
}
