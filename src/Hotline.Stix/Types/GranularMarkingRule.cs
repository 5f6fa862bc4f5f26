using System.Globalization;
using System.Text.Json;
using Hotline.Stix.Checks;
using static Hotline.Stix.Types.Define;

namespace Hotline.Stix.Types;

/// <summary>Markings of parts of an object (section 7.2.3).</summary>
internal sealed class GranularMarkingRule : ValueRule
{
    /// <summary>Most components that a selector may have: objects are nested less deeply.</summary>
    private const int MostComponents = 100;

    private static readonly Shape Table = new(
        "7.2.3",
        [
            Text("lang", LanguageTag.IsWellFormed, "7.2.3", "is no language tag of RFC 5646"), Reference("marking_ref", To("marking-definition"), "7.2.3"),
            new("selectors", new ListRule(new SelectorRule()), IsRequired: true),
        ],
        Conditions.AnyOf("7.2.3", "lang", "marking_ref"), Conditions.NotBoth("7.2.3", "lang", "marking_ref"));

    private readonly ShapeRule _table = new(Table);

    public override void Check(JsonElement value, Inspection at) => _table.Check(value, at);

    private sealed class SelectorRule : ValueRule
    {
        public override void Check(JsonElement value, Inspection at)
        {
            if (IsText(value, at, "7.2.3") && !Selects(value.GetString()!, at.Root, at)) at.Error("7.2.3", "selects nothing that the object has");
        }

        private static bool Selects(string selector, JsonElement place, Inspection at)
        {
            var components = selector.Split('.', MostComponents + 1);
            if (components.Length > MostComponents) return false;
            foreach (var component in components)
            {
                if (component.StartsWith('['))
                {
                    if (place.ValueKind != JsonValueKind.Array || !component.EndsWith(']')
                        || !int.TryParse(component.AsSpan(1, component.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || !at.TryFind(place, index, out place))
                        return false;
                }
                else if (place.ValueKind != JsonValueKind.Object || !at.TryFind(place, component, out place))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
