using System.Text.Json;

namespace Hotline.Stix.Checks;

/// <summary>One row of a property table.</summary>
/// <param name="Section">Null: the table's.</param>
internal sealed record Property(string Name, ValueRule Rule, bool IsRequired = false, string? Section = null)
{
    public Property Required => this with { IsRequired = true };

    /// <summary>Place among the required properties of its table.</summary>
    public int RequiredIndex { get; init; } = -1;
}

/// <summary>A rule about several properties of one object.</summary>
internal delegate void Condition(JsonElement item, Inspection at);

/// <summary>A table of properties, and the conditions between them.</summary>
internal sealed class Shape
{
    private readonly NameTable<Property> _properties;
    private readonly Property[] _required;
    private readonly Condition[] _conditions;

    /// <param name="section">Where STIX 2.1 defines it.</param>
    public Shape(string section, IReadOnlyList<Property> properties, params Condition[] conditions)
    {
        Section = section;
        _required = [.. properties.Where(property => property.IsRequired).Select((property, index) => property with { RequiredIndex = index })];
        _properties = new NameTable<Property>(properties.Where(property => !property.IsRequired).Concat(_required).Select(property => KeyValuePair.Create(property.Name, property)));
        _conditions = conditions;
    }

    public string Section { get; }

    /// <summary>Whether the table is that of a STIX object, whose unknown properties are custom ones.</summary>
    public bool IsObject { get; init; }

    public IEnumerable<string> Names => _properties.Entries.Keys;

    public void Check(JsonElement item, Inspection at)
    {
        var seen = 0UL;
        var hasEncodings = false;
        foreach (var property in item.EnumerateObject())
        {
            var name = RawJson.Name(property);
            hasEncodings |= name.EndsWith("_enc"u8);
            at.Enter(property);
            if (_properties.Find(name) is { } known)
            {
                if (known.RequiredIndex >= 0) seen |= 1UL << known.RequiredIndex;
                known.Rule.Check(property.Value, at);
            }
            else
            {
                CustomNames.Check(name, IsObject, at);
            }

            at.Leave();
        }

        foreach (var required in _required)
            if ((seen & (1UL << required.RequiredIndex)) == 0) at.Error(required.Section ?? Section, required.Name, "is required");
        foreach (var condition in _conditions) condition(item, at);
        if (hasEncodings) CheckEncodings(item, at);
    }

    /// <summary>An encoding is that of a property beside it (section 3.1).</summary>
    private static void CheckEncodings(JsonElement item, Inspection at)
    {
        foreach (var property in item.EnumerateObject())
            if (property.Name.EndsWith("_enc", StringComparison.Ordinal) && !at.TryFind(item, property.Name[..^4], out _))
                at.Error("3.1", Quote.Name(property.Name), "has no property that it is the encoding of");
    }
}
