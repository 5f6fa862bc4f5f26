using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>Which UUIDs the objects of a family should have (sections 2.9 and 3.6).</summary>
internal static class IdRules
{
    public static void Check(JsonElement item, StixId id, StixType type, Inspection at)
    {
        if (type.Family != Family.Observable)
        {
            if (id.UuidVersion != 4) at.Warn("2.9", "id", "should be a UUID version 4");
            return;
        }

        if (!ObservableId.TryCompute(item, out var expected))
        {
            if (id.UuidVersion == 5) at.Error("2.9", "id", "must be a UUID version 4 where no property contributes to it");
            return;
        }

        if (id.UuidVersion != 5) at.Warn("2.9", "id", $"should be {expected}");
        else if (!string.Equals(id.ToString(), expected.ToString(), StringComparison.OrdinalIgnoreCase)) at.Warn("2.9", "id", $"should be {expected}");
        else if (RawJson.Has(item, "created") && RawJson.Has(item, "modified"))
            at.Error("3.6", "id", "is the one that all producers share, so the object must not be versioned");
    }
}
