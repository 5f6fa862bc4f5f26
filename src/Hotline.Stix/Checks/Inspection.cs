using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>The walk through one object: where it is and what was found. Costs nothing to speak of while nothing is found.</summary>
internal sealed class Inspection(JsonElement root)
{
    /// <summary>Most findings kept of one object; whoever breaks more rules has the point made.</summary>
    private const int MostFindings = 50;

    private const int LongestPath = 300;

    private readonly List<StixFinding> _findings = [];
    private readonly Stack<Step> _path = new();

    public JsonElement Root => root;

    /// <summary>The observable container (section 2.13) around the place, whose keys its references name.</summary>
    public JsonElement? Container { get; set; }

    /// <summary>Whether an extension adds properties at the top (section 7.3).</summary>
    public bool HasTopLevelExtension { get; set; }

    private bool HasCustomProperty { get; set; }

    public ImmutableArray<StixFinding> Findings => [.. _findings];

    public bool HasErrors { get; private set; }

    public void Enter(JsonProperty property) => _path.Push(new Step(property, -1));

    public void Enter(int index) => _path.Push(new Step(default, index));

    public void Leave() => _path.Pop();

    public void Error(string section, string sentence) => Add(StixSeverity.Error, section, Place(null), sentence);

    /// <param name="property">One below the place, which may be missing there.</param>
    public void Error(string section, string property, string sentence) => Add(StixSeverity.Error, section, Place(property), sentence);

    public void Warn(string section, string sentence) => Add(StixSeverity.Warning, section, Place(null), sentence);

    public void Warn(string section, string property, string sentence) => Add(StixSeverity.Warning, section, Place(property), sentence);

    /// <summary>Custom properties come in dozens, so only the first of an object is named.</summary>
    public void WarnOfCustomProperty()
    {
        if (HasCustomProperty) return;
        HasCustomProperty = true;
        Warn("11.1", "is a custom property, which extensions replace");
    }

    private void Add(StixSeverity severity, string section, string path, string sentence)
    {
        HasErrors |= severity == StixSeverity.Error;
        if (_findings.Count < MostFindings)
        {
            _findings.Add(new StixFinding(severity, section, path, sentence));
            return;
        }

        // An error is never lost behind warnings.
        if (severity == StixSeverity.Error && _findings.FindIndex(finding => finding.Severity == StixSeverity.Warning) is var replaced and >= 0)
            _findings[replaced] = new StixFinding(severity, section, path, sentence);
    }

    private string Place(string? property)
    {
        var text = new StringBuilder();
        foreach (var step in _path.Reverse())
        {
            if (text.Length > 0) text.Append('.');
            if (step.Index >= 0) text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            else text.Append(Quote.Name(step.Property.Name));
            if (text.Length > LongestPath) return text.Append("...").ToString();
        }

        if (property is not null) text.Append(text.Length > 0 ? "." : "").Append(property);
        return text.ToString();
    }

    private readonly record struct Step(JsonProperty Property, int Index);
}
