namespace Hotline.Stix.Checks;

/// <summary>Names of properties that no table lists (sections 3.1, 3.8, 7.3.2 and 11.1).</summary>
internal static class CustomNames
{
    private static readonly NameTable<string> Reserved =
        new(new[] { "severity", "username", "phone_number", "phone_numbers", "action" }.Select(name => KeyValuePair.Create(name, name)));

    public static void Check(ReadOnlySpan<byte> name, bool isTopLevel, Inspection at)
    {
        if (name.Length is < 3 or > 250 || name[0] is < (byte)'a' or > (byte)'z')
        {
            at.Error("3.1", "is no property name: a letter, then a-z, 0-9 and _, 3 to 250 characters");
            return;
        }

        // A MUST too, but OASIS' validator looks at the beginning only, so names that pass it are about.
        if (!IsPropertyName(name)) at.Warn("11.1.1", "holds characters besides a-z, 0-9 and _");
        else if (!isTopLevel) at.Warn("11.1", "is not defined for this type");
        else if (Reserved.Find(name) is not null) at.Error("3.8", "is a reserved name");
        else if (!at.HasTopLevelExtension) at.WarnOfCustomProperty();
    }

    public static bool IsPropertyName(ReadOnlySpan<byte> name) =>
        name.Length is >= 3 and <= 250 && name[0] is >= (byte)'a' and <= (byte)'z'
        && !name.ContainsAnyExcept(Characters.PropertyName);
}
