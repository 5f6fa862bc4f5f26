using System.Collections.Immutable;
using Hotline.Collections;

namespace Hotline.Taxii.Objects;

/// <summary>One object of an envelope after validation.</summary>
internal abstract record JudgedObject
{
    /// <param name="Markings">Ids of the marking definitions on the whole object and on parts of it.</param>
    /// <param name="Defines">What the object means as a marking definition; null for any other type.</param>
    /// <param name="Warnings">Rules of STIX that it does not keep; null for none.</param>
    internal sealed record Accepted(CollectionObject Object, ImmutableArray<string> Markings, MarkingMeaning? Defines, string? Warnings = null) : JudgedObject;

    /// <param name="ObjectId">Empty where the object shows none.</param>
    internal sealed record Refused(string ObjectId, string? Version, string Reason) : JudgedObject;
}
