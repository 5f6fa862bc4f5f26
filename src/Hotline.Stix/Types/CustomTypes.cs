namespace Hotline.Stix.Types;

/// <summary>Types that the standard does not define have the common properties of their family all the same (sections 7.3.2 and 11.2.1).</summary>
internal static class CustomTypes
{
    private static readonly StixType Domain = StixType.Domain("", "11.2.1", []);
    private static readonly StixType Relationship = StixType.Relationship("", "11.2.1", []);
    private static readonly StixType Observable = StixType.Observable("", "11.2.1", "", []);

    /// <param name="extensionType">A <c>new-…</c> of extension-type-enum.</param>
    public static StixType Of(string extensionType) => extensionType switch
    {
        "new-sco" => Observable,
        "new-sro" => Relationship,
        _ => Domain,
    };
}
