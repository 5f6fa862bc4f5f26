using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>The values of a header field: a list of strings, since fields repeat.</summary>
internal sealed class HeaderRule(string section) : ValueRule
{
    private static readonly ListRule Texts = new(TextRule.Any);

    public override void Check(JsonElement value, Inspection at)
    {
        // In 2.0 a field that stands once was a string, and writers of 2.1 still do so.
        if (value.ValueKind == JsonValueKind.String) at.Warn(section, "is no list");
        else Texts.Check(value, at);
    }
}
