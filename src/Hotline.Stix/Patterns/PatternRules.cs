using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Patterns;

/// <summary>What a pattern must keep besides its grammar.</summary>
internal static class PatternRules
{
    public static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        StringComparer.Ordinal, "AND", "OR", "NOT", "FOLLOWEDBY", "LIKE", "MATCHES", "ISSUPERSET", "ISSUBSET", "EXISTS", "LAST", "IN", "START", "STOP", "SECONDS", "TRUE", "true",
        "FALSE", "false", "WITHIN", "REPEATS", "TIMES");

    /// <summary>What is compared with a hash looks like one (sections 2.7 and 10.7): nothing else could ever match.</summary>
    public static void CheckHashes(ObjectPath path, Comparator comparator, ImmutableArray<Constant> constants, int position)
    {
        if (comparator is not (Comparator.Equal or Comparator.In)) return;
        if (path.Steps is not [.., PathStep.Name { Value: "hashes" }, PathStep.Name algorithm]) return;
        var name = Encoding.UTF8.GetBytes(algorithm.Value);
        if (!HashForm.IsKnown(name)) return;
        foreach (var constant in constants.OfType<Constant.Text>())
            if (!HashForm.Fits(name, Encoding.UTF8.GetBytes(constant.Value))) throw new PatternException($"a constant is no value of {algorithm.Value}", position);
    }
}
