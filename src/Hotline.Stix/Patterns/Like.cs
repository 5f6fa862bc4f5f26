namespace Hotline.Stix.Patterns;

/// <summary>LIKE (section 9.6.1): <c>%</c> is any run of characters, <c>_</c> any one.</summary>
internal static class Like
{
    public static bool IsMatch(string text, string pattern, WorkBudget budget)
    {
        int[] subject = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        int[] wanted = [.. pattern.EnumerateRunes().Select(rune => rune.Value)];
        int at = 0, place = 0, run = -1, resumed = 0;
        while (at < subject.Length)
        {
            budget.Spend(1);
            if (place < wanted.Length && wanted[place] == '%')
            {
                run = place++;
                resumed = at;
            }
            else if (place < wanted.Length && (wanted[place] == '_' || wanted[place] == subject[at]))
            {
                place++;
                at++;
            }
            else if (run >= 0)
            {
                // The last run takes one character more; earlier ones never need to.
                place = run + 1;
                at = ++resumed;
            }
            else
            {
                return false;
            }
        }

        while (place < wanted.Length && wanted[place] == '%') place++;
        return place == wanted.Length;
    }
}
