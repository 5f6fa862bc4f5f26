using System.Globalization;
using System.Text;

namespace Hotline.Cli.Terminals;

/// <summary>Foreign text made safe to show: a subject may hold escape sequences that rewrite what the officer reads.</summary>
internal static class Printable
{
    /// <summary>The text on one line.</summary>
    public static string Line(string text) => Replace(text, isAllowed: static _ => false);

    /// <summary>The text with its line breaks and tabs.</summary>
    public static string Text(string text) =>
        Replace(text.ReplaceLineEndings("\n"), isAllowed: static character => character.Value is '\n' or '\t');

    private static string Replace(string text, Func<Rune, bool> isAllowed)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var character in text.EnumerateRunes())
            shown.Append((IsHarmless(character) || isAllowed(character) ? character : Rune.ReplacementChar).ToString());
        return shown.ToString();
    }

    // Format characters turn the direction of text or hide parts of it.
    private static bool IsHarmless(Rune character) => Rune.GetUnicodeCategory(character)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
