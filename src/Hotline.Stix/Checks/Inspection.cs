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

    /// <summary>Properties and list items that look-ups may pass over: each look-up is linear, and an object may hold as many selectors as properties.</summary>
    private const long MostWork = 20_000_000;

    private readonly List<StixFinding> _findings = [];
    private long _work = MostWork;
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

    /// <summary>Looks a property up, as long as that is not asked too often of too large an object; then it is not there, which is an error of its own.</summary>
    public bool TryFind(JsonElement holder, string name, out JsonElement value)
    {
        value = default;
        return Spend(holder.GetPropertyCount()) && holder.TryGetProperty(name, out value);
    }

    public bool TryFind(JsonElement list, int index, out JsonElement value)
    {
        var isThere = Spend(index) && index < list.GetArrayLength();
        value = isThere ? list[index] : default;
        return isThere;
    }

    public void Error(string section, string sentence) => Add(StixSeverity.Error, section, null, sentence);

    /// <param name="property">One below the place, which may be missing there.</param>
    public void Error(string section, string property, string sentence) => Add(StixSeverity.Error, section, property, sentence);

    public void Warn(string section, string sentence) => Add(StixSeverity.Warning, section, null, sentence);

    public void Warn(string section, string property, string sentence) => Add(StixSeverity.Warning, section, property, sentence);

    /// <summary>Custom properties come in dozens, so only the first of an object is named.</summary>
    public void WarnOfCustomProperty()
    {
        if (HasCustomProperty) return;
        HasCustomProperty = true;
        Warn("11.1", "is a custom property, which extensions replace");
    }

    private bool Spend(long steps)
    {
        if (_work >= 0 && (_work -= steps) < 0) Error("limit", "takes too many look-ups to judge");
        return _work >= 0;
    }

    private void Add(StixSeverity severity, string section, string? property, string sentence)
    {
        HasErrors |= severity == StixSeverity.Error;
        if (_findings.Count < MostFindings)
        {
            _findings.Add(new StixFinding(severity, section, Place(property), sentence));
            return;
        }

        // An error is never lost behind warnings.
        if (severity == StixSeverity.Error && _findings.FindIndex(finding => finding.Severity == StixSeverity.Warning) is var replaced and >= 0)
            _findings[replaced] = new StixFinding(severity, section, Place(property), sentence);
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
