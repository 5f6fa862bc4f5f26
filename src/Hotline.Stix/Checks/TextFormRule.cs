using System.Text.Json;

namespace Hotline.Stix.Checks;

internal delegate bool TextForm(ReadOnlySpan<byte> text);

/// <summary>A string of a form that another standard or the section itself defines.</summary>
/// <param name="sentence">What a text is that lacks it.</param>
/// <param name="isDemanded">False: it only should have the form.</param>
internal sealed class TextFormRule(TextForm form, string section, string sentence, bool isDemanded = true) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at) || form(RawJson.Text(value))) return;
        if (isDemanded) at.Error(section, sentence);
        else at.Warn(section, sentence);
    }
}

/// <summary>A string that two rules judge, the second a SHOULD.</summary>
internal sealed class BothRules(ValueRule first, ValueRule second) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        first.Check(value, at);
        second.Check(value, at);
    }
}
