using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>A list of terms of section 10.</summary>
/// <param name="IsOpen">Whether other terms may be used (section 2.14) or not (section 2.4).</param>
internal sealed record Vocabulary(string Name, string Section, bool IsOpen, string Terms)
{
    private readonly NameTable<string> _terms = new(Terms.Split(' ').Select(term => KeyValuePair.Create(term, term)));

    public bool Contains(ReadOnlySpan<byte> term) => _terms.Find(term) is not null;
}

/// <summary>Open vocabularies are suggestions, enumerations are not (sections 2.4 and 2.14).</summary>
internal sealed class VocabularyRule(Vocabulary vocabulary) : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (!IsText(value, at, vocabulary.IsOpen ? "2.14" : "2.4") || vocabulary.Contains(RawJson.Text(value))) return;
        if (vocabulary.IsOpen) at.Warn(vocabulary.Section, $"is not in {vocabulary.Name}");
        else at.Error(vocabulary.Section, $"is not in {vocabulary.Name}");
    }
}
