using System.Globalization;
using System.Text.Json;
using Hotline.Collections;

namespace Hotline.Taxii.Objects;

/// <summary>Provisional, until Hotline.Stix judges.</summary>
internal static class StixJudge
{
    public static JudgedEnvelope Judge(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return new JudgedEnvelope.Malformed("not an object");
            if (!document.RootElement.TryGetProperty("objects", out var objects)) return new JudgedEnvelope.Read([]);
            if (objects.ValueKind != JsonValueKind.Array) return new JudgedEnvelope.Malformed("objects is no list");
            return new JudgedEnvelope.Read([.. objects.EnumerateArray().Select(JudgeOne)]);
        }
        catch (JsonException)
        {
            return new JudgedEnvelope.Malformed("not JSON");
        }
    }

    public static MarkingMeaning MeaningOf(CollectionObject stored)
    {
        using var document = JsonDocument.Parse(stored.Raw);
        return Meaning(document.RootElement) ?? MarkingMeaning.Unknown;
    }

    public static MarkingMeaning? WellKnown(string id) => id switch
    {
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed" or "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1" => MarkingMeaning.Red,
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" => MarkingMeaning.AmberStrict,
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82" or "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"
            or "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487" => MarkingMeaning.Travels,
        _ => null,
    };

    private static JudgedObject JudgeOne(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out var id) || !item.TryGetProperty("type", out var type)
            || !item.TryGetProperty("created", out var created))
            return new JudgedObject.Refused(item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var shown) ? shown.GetString()! : "", null, "not STIX");
        var version = (item.TryGetProperty("modified", out var modified) ? modified : created).GetString();
        var instant = (DateTimeOffset.Parse(version!, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;
        var markings = new List<string>();
        if (item.TryGetProperty("object_marking_refs", out var refs)) markings.AddRange(refs.EnumerateArray().Select(one => one.GetString()!));
        if (item.TryGetProperty("granular_markings", out var parts))
            markings.AddRange(parts.EnumerateArray().Where(one => one.TryGetProperty("marking_ref", out _)).Select(one => one.GetProperty("marking_ref").GetString()!));
        return new JudgedObject.Accepted(
            new CollectionObject(id.GetString()!, type.GetString()!, version, instant, "2.1", System.Text.Encoding.UTF8.GetBytes(item.GetRawText())), [.. markings], Meaning(item));
    }

    private static MarkingMeaning? Meaning(JsonElement item) =>
        item.GetProperty("type").GetString() != "marking-definition" ? null
        : item.TryGetProperty("definition_type", out var kind) && kind.GetString() == "statement" ? MarkingMeaning.Statement : MarkingMeaning.Unknown;
}
