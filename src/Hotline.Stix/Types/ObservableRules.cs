using System.Collections.Frozen;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>Rules of observables that a table cannot say.</summary>
internal static class ObservableRules
{
    private static readonly FrozenSet<string> NotOwn =
        FrozenSet.Create(StringComparer.Ordinal, "type", "id", "spec_version", "object_marking_refs", "granular_markings", "defanged");

    /// <summary>Where all properties are optional, one of the type's own or of an extension must be there.</summary>
    public static Condition HasOwnProperty(string section) => (item, at) =>
    {
        foreach (var property in item.EnumerateObject())
            if (!NotOwn.Contains(property.Name)) return;
        at.Error(section, "has no property of its own");
    };
}
