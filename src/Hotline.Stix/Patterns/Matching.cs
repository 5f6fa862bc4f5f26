using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hotline.Stix.Patterns;

/// <summary>
/// One match of a pattern against observations. It looks for a choice of observations, none taken more often than it was made, that satisfies all
/// parts; times of an observation may be anywhere between its first and last.
/// </summary>
internal sealed class Matching(IReadOnlyList<Observation> observations)
{
    private readonly WorkBudget _budget = new(observations.Sum(one => (long)one.ObjectCount));
    /// <summary>Indices of observations, once for each part that chose them.</summary>
    private readonly List<int> _chosen = [];
    private readonly Dictionary<int, long> _used = [];
    private long _usedInAll;
    private readonly Dictionary<(ObservationExpression.Single, TimeSlot), int[]> _candidates = [];

    public PatternMatch Match(ObservationExpression expression) =>
        Search(expression, TimeSlot.Any, () => true) ? new PatternMatch(true, [.. _chosen.Distinct()]) : new PatternMatch(false, []);

    /// <summary>Chooses for a part, then goes on; takes the choice back when what follows fails.</summary>
    /// <param name="slot">Times that every observation chosen here must reach into.</param>
    private bool Search(ObservationExpression expression, TimeSlot slot, Func<bool> goOn)
    {
        _budget.Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new PatternException("it has too many parts to match");
        switch (expression)
        {
            case ObservationExpression.Single single:
                return SearchSingle(single, slot, goOn);
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
                var start = _chosen.Count;
                return Search(qualified.Inner, slot, () => Fits(start, within.Seconds) && goOn());
            case ObservationExpression.Qualified { Qualifier: Qualifier.Repeats repeats, Inner: ObservationExpression.Single single }:
                return SearchRepeated(single, slot, repeats.Times, 0, goOn);
            case ObservationExpression.Qualified { Qualifier: Qualifier.Repeats repeats } qualified:
                return SearchTimes(qualified.Inner, slot, repeats.Times, goOn);
            default:
                throw new InvalidOperationException($"No match for {expression.GetType().Name}.");
        }
    }

    private bool SearchSingle(ObservationExpression.Single single, TimeSlot slot, Func<bool> goOn)
    {
        foreach (var candidate in CandidatesOf(single, slot))
        {
            _budget.Spend(1);
            if (Free(candidate) == 0) continue;
            Take(candidate, 1);
            if (goOn()) return true;
            GiveBack(candidate, 1);
        }

        return false;
    }

    private bool SearchAll(ObservationExpression.AllOf all, TimeSlot slot, int part, Func<bool> goOn) =>
        part == all.Parts.Length ? goOn() : Search(all.Parts[part], slot, () => SearchAll(all, slot, part + 1, goOn));

    private bool SearchOrdered(ObservationExpression.InOrder ordered, TimeSlot slot, int part, int start, Func<bool> goOn)
    {
        if (part == ordered.Parts.Length) return goOn();
        var own = _chosen.Count;
        return Search(ordered.Parts[part], slot, () => Follows(start, own) && SearchOrdered(ordered, slot, part + 1, start, goOn));
    }

    private bool SearchTimes(ObservationExpression inner, TimeSlot slot, int times, Func<bool> goOn)
    {
        if (times == 0) return goOn();
        // Every repetition takes an observation, so more than there are can never be.
        return times <= TotalFree() && Search(inner, slot, () => SearchTimes(inner, slot, times - 1, goOn));
    }

    /// <summary>Repetitions of one test are chosen by how many each observation gives, since their order means nothing.</summary>
    private bool SearchRepeated(ObservationExpression.Single single, TimeSlot slot, long times, int from, Func<bool> goOn)
    {
        if (times == 0) return goOn();
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new PatternException("it has too many repetitions to match");
        var candidates = CandidatesOf(single, slot);
        long left = 0;
        for (var at = from; at < candidates.Length; at++) left += Free(candidates[at]);
        _budget.Spend(candidates.Length - from + 1);
        if (left < times) return false;
        for (var at = from; at < candidates.Length; at++)
        {
            var candidate = candidates[at];
            for (var count = Math.Min(times, Free(candidate)); count > 0; count--)
            {
                _budget.Spend(1);
                Take(candidate, count);
                if (SearchRepeated(single, slot, times - count, at + 1, goOn)) return true;
                GiveBack(candidate, count);
            }
        }

        return false;
    }

    private int[] CandidatesOf(ObservationExpression.Single single, TimeSlot slot)
    {
        if (_candidates.TryGetValue((single, slot), out var known)) return known;
        var found = Enumerable.Range(0, observations.Count)
            .Where(index => slot.Reaches(observations[index]) && observations[index].Objects.Any(item => Holds(single.Comparison, item, observations[index])))
            .OrderBy(index => observations[index].First).ToArray();
        return _candidates[(single, slot)] = found;
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

    /// <summary>
    /// Whether all observations since <paramref name="start"/> can lie in one window. OASIS' matcher lets exactly the window's length pass, where
    /// section 9.5.1 would not; its test data say so, and so do we.
    /// </summary>
    private bool Fits(int start, decimal seconds)
    {
        if (_chosen.Count - start < 2) return true;
        _budget.Spend((_chosen.Count - start) / 8);
        var chosen = _chosen.Skip(start).Select(index => observations[index]).ToArray();
        return ExactTime.Between(chosen.Min(one => one.Last), chosen.Max(one => one.First)) <= seconds;
    }

    /// <summary>Whether those chosen since <paramref name="own"/> can lie behind those between it and <paramref name="start"/>.</summary>
    private bool Follows(int start, int own)
    {
        if (own == start) return true;
        _budget.Spend((_chosen.Count - start) / 8);
        var before = _chosen.GetRange(start, own - start).Max(index => observations[index].First);
        return _chosen.Skip(own).All(index => observations[index].Last >= before);
    }

    private long Free(int index) => observations[index].Count - _used.GetValueOrDefault(index);

    private long TotalFree() => observations.Sum(one => one.Count) - _usedInAll;

    private void Take(int index, long count)
    {
        _used[index] = _used.GetValueOrDefault(index) + count;
        _usedInAll += count;
        _chosen.Add(index);
    }

    private void GiveBack(int index, long count)
    {
        _used[index] -= count;
        _usedInAll -= count;
        _chosen.RemoveAt(_chosen.Count - 1);
    }
}
