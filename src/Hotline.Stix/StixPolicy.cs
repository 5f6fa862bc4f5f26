namespace Hotline.Stix;

/// <summary>What a collection does with objects that break a rule of their type.</summary>
public enum StixPolicy
{
    /// <summary>An object that breaks a MUST is refused.</summary>
    Strict,

    /// <summary>Accepted with its findings, as long as it can be identified, versioned and marked.</summary>
    Lenient,

    /// <summary>As <see cref="Lenient"/>, and the rules of types are not even run.</summary>
    Off,
}
