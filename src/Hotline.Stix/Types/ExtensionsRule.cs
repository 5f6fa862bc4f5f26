using System.Text.Json;
using Hotline.Stix.Checks;

namespace Hotline.Stix.Types;

/// <summary>The property <c>extensions</c> (sections 3.2, 3.10, 7.3 and 11.3).</summary>
internal sealed class ExtensionsRule : ValueRule
{
    private static readonly ReadOnlyMemory<byte> Definition = "extension-definition--"u8.ToArray();

    public override void Check(JsonElement value, Inspection at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            at.Error("2.3", "is no dictionary");
            return;
        }

        var count = 0;
        foreach (var extension in value.EnumerateObject())
        {
            count++;
            at.Enter(extension);
            if (extension.Value.ValueKind == JsonValueKind.Object) CheckExtension(RawJson.Name(extension), extension.Value, at);
            else at.Error("3.2", "is no extension's content");
            at.Leave();
        }

        if (count == 0) at.Error("2.3", "is an empty dictionary");
    }

    /// <summary>What an object's extensions say that it is: the first <c>new-…</c>, and whether its top has more properties.</summary>
    public static (string? NewFamily, bool IsTopLevel) Announced(JsonElement item)
    {
        string? family = null;
        var isTopLevel = false;
        if (!item.TryGetProperty("extensions", out var extensions) || extensions.ValueKind != JsonValueKind.Object) return (null, false);
        foreach (var extension in extensions.EnumerateObject())
        {
            if (extension.Value.ValueKind != JsonValueKind.Object) continue;
            var kind = RawJson.TextOf(extension.Value, "extension_type");
            isTopLevel |= kind == "toplevel-property-extension";
            if (kind is "new-sdo" or "new-sco" or "new-sro") family ??= kind;
        }

        return (family, isTopLevel);
    }

    private static void CheckExtension(ReadOnlySpan<byte> name, JsonElement content, Inspection at)
    {
        if (Extension.Predefined.Find(name) is { } predefined) CheckPredefined(predefined, content, at);
        else if (name.StartsWith(Definition.Span)) CheckDefined(name, content, at);
        else CheckCustom(name, content, at);
    }

    private static void CheckPredefined(Extension extension, JsonElement content, Inspection at)
    {
        // An observable in a container has its type at hand only there, and 2.0 allowed no other place either.
        if (at.Container is null && RawJson.TextOf(at.Root, "type") is { } type && type != extension.Of) at.Error(extension.Shape.Section, $"is an extension of '{extension.Of}' only");
        else extension.Shape.Check(content, at);
    }

    private static void CheckDefined(ReadOnlySpan<byte> name, JsonElement content, Inspection at)
    {
        if (!StixId.TryParse(name, out _)) at.Error("2.9", "is no identifier of an extension definition");
        if (!content.TryGetProperty("extension_type", out var kind)) at.Error("3.2", "extension_type", "is required");
        else if (kind.ValueKind != JsonValueKind.String || !Vocabularies.ExtensionType.Contains(RawJson.Text(kind))) at.Error("10.5", "extension_type", "is not in extension-type-enum");
        else if (kind.ValueEquals("property-extension"u8) && content.GetPropertyCount() == 1) at.Warn("7.3", "adds no property");
        CheckNames(content, at);
    }

    private static void CheckCustom(ReadOnlySpan<byte> name, JsonElement content, Inspection at)
    {
        if (name.Length is < 3 or > 250 || !name.EndsWith("-ext"u8) || name.ContainsAnyExcept(Characters.TypeName))
            at.Error("11.3.1", "is no extension's name: a definition's id, or a-z, 0-9 and - with -ext at the end");
        else at.Warn("11.3", "is a custom extension, which extension definitions replace");
        if (content.GetPropertyCount() == 0) at.Error("11.3.1", "has no properties");
        CheckNames(content, at);
    }

    private static void CheckNames(JsonElement content, Inspection at)
    {
        foreach (var property in content.EnumerateObject())
        {
            if (CustomNames.IsPropertyName(RawJson.Name(property))) continue;
            at.Enter(property);
            at.Error("7.3.2", "is no property name: a letter, then a-z, 0-9 and _, 3 to 250 characters");
            at.Leave();
        }
    }
}
