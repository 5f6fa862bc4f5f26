using System.Collections.Immutable;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>A type of STIX object, as its property table says.</summary>
/// <param name="Section">Of its table.</param>
/// <param name="Contributing">Properties of which deterministic ids are made (section 2.9); empty for all but observables.</param>
internal sealed record StixType(string Name, Family Family, string Section, Shape Shape, ImmutableArray<string> Contributing)
{
    public static StixType Domain(string name, string section, IReadOnlyList<Property> properties, params Condition[] conditions) =>
        new(name, Family.Domain, section, new Shape(section, [.. Common.OfDomain, .. properties], [.. Common.Always, .. conditions]) { IsObject = true }, []);

    public static StixType Relationship(string name, string section, IReadOnlyList<Property> properties, params Condition[] conditions) =>
        Domain(name, section, properties, conditions) with { Family = Family.Relationship };

    /// <param name="contributing">Names parted by spaces.</param>
    public static StixType Observable(string name, string section, string contributing, IReadOnlyList<Property> properties, params Condition[] conditions) =>
        new(
            name, Family.Observable, section, new Shape(section, [.. Common.OfObservable, .. properties], [.. Common.Always, .. conditions]) { IsObject = true },
            [.. contributing.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    public static StixType Meta(string name, string section, IReadOnlyList<Property> common, IReadOnlyList<Property> properties, params Condition[] conditions) =>
        new(name, Family.Meta, section, new Shape(section, [.. common, .. properties], [.. Common.Always, .. conditions]) { IsObject = true }, []);
}
