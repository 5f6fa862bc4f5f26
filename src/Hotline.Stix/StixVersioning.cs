using System.Collections.Immutable;
using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix;

/// <summary>How versions of one object follow each other (section 3.6).</summary>
public static class StixVersioning
{
    /// <summary>Judges one version by another of the same id, in either order.</summary>
    /// <returns>Empty: both may stand. Otherwise each rule that the later one breaks.</returns>
    /// <exception cref="ArgumentException">They are not versions of one object.</exception>
    public static ImmutableArray<StixFinding> Check(StixObject one, StixObject other)
    {
        if (one.Id != other.Id) throw new ArgumentException($"{one.Id} and {other.Id} are two objects.", nameof(other));
        var (earlier, later) = Compare(one, other) <= 0 ? (one, other) : (other, one);
        using var before = JsonDocument.Parse(earlier.Raw);
        using var after = JsonDocument.Parse(later.Raw);
        if (Compare(earlier, later) == 0)
            return JsonElement.DeepEquals(before.RootElement, after.RootElement) ? [] : [Found("modified", "is that of another representation, which has other content")];
        var findings = ImmutableArray.CreateBuilder<StixFinding>();
        if (earlier.Created?.CompareTo(later.Created ?? default) != 0) findings.Add(Found("created", "is not that of the earlier version"));
        if (RawJson.TextOf(before.RootElement, "created_by_ref") != RawJson.TextOf(after.RootElement, "created_by_ref"))
            findings.Add(Found("created_by_ref", "is not that of the earlier version: only the creator makes versions"));
        if (before.RootElement.TryGetProperty("revoked", out var revoked) && revoked.ValueKind == JsonValueKind.True) findings.Add(Found("revoked", "was true in the earlier version, which is final"));
        return findings.ToImmutable();
    }

    /// <summary>The latest version by <c>modified</c>, whatever order they came in; null for none.</summary>
    public static StixObject? Latest(IEnumerable<StixObject> versions)
    {
        StixObject? latest = null;
        foreach (var version in versions)
            if (latest is null || Compare(version, latest) > 0) latest = version;
        return latest;
    }

    private static int Compare(StixObject one, StixObject other) => Nullable.Compare(one.Modified ?? one.Created, other.Modified ?? other.Created);

    private static StixFinding Found(string property, string sentence) => new(StixSeverity.Error, "3.6", property, sentence);
}
