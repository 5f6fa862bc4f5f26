using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>The observable container (section 2.13): observables of 2.0 or 2.1 under local names.</summary>
internal sealed class ContainerRule : ValueRule
{
    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            at.Error("2.13", "is no dictionary of observables");
            return;
        }

        var count = 0;
        at.Container = value;
        foreach (var entry in value.EnumerateObject())
        {
            count++;
            at.Enter(entry);
            CheckObservable(entry.Value, at);
            at.Leave();
        }

        at.Container = null;
        if (count == 0) at.Error("2.13", "holds no observable");
    }

    private static void CheckObservable(JsonElement item, Inspection at)
    {
        if (item.ValueKind != JsonValueKind.Object || RawJson.TextOf(item, "type") is not { } type || !StixId.IsType(type))
        {
            at.Error("2.13", "is no observable with a type");
            return;
        }

        var known = StixTypes.Find(type);
        if (known is { Family: not Family.Observable }) at.Error("2.13", $"is a {type}, which is no observable");
        else known?.Shape.Check(item, at);
    }
}
