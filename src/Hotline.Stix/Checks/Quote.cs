namespace Hotline.Stix.Checks;

/// <summary>Foreign names in our sentences: short, and nothing that a terminal obeys.</summary>
internal static class Quote
{
    private const int Longest = 80;

    public static string Name(string foreign)
    {
        var kept = foreign.Length <= Longest ? foreign : string.Concat(foreign.AsSpan(0, Longest), "...");
        return kept.All(IsHarmless) ? kept : string.Create(kept.Length, kept, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++) target[i] = IsHarmless(source[i]) ? source[i] : '?';
        });
    }

    private static bool IsHarmless(char one) => one is >= ' ' and <= '~';
}
