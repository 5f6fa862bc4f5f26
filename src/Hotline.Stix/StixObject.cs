using System.Collections.Immutable;

namespace Hotline.Stix;

/// <summary>An object that was accepted, with its JSON byte for byte as it came.</summary>
/// <param name="SpecVersion"><c>2.1</c>, or <c>2.0</c> for an older one.</param>
/// <param name="Created">Null for cyber-observable objects.</param>
/// <param name="Modified">Null where the type has none.</param>
/// <param name="ObjectMarkingRefs">Ids of the marking definitions of the whole object.</param>
/// <param name="GranularMarkingRefs">Ids of the marking definitions of parts of it.</param>
/// <param name="Raw">A slice of the input.</param>
public sealed record StixObject(
    StixId Id, string SpecVersion, StixTimestamp? Created, StixTimestamp? Modified, ImmutableArray<string> ObjectMarkingRefs,
    ImmutableArray<string> GranularMarkingRefs, MarkingKind? Marking, ReadOnlyMemory<byte> Raw)
{
    public string Type => Id.Type;

    /// <summary>What TAXII calls the version: exact text of modified, else created, else null (TAXII 2.1, section 3.4.1).</summary>
    public string? Version => (Modified ?? Created)?.ToString();

    /// <summary>The version as microseconds since 1970.</summary>
    public long? VersionInstant => (Modified ?? Created)?.Microseconds;
}

/// <summary>What a marking definition defines (section 7.2.1).</summary>
public enum MarkingKind
{
    Tlp,
    Statement,

    /// <summary>By an extension, or a kind not known here.</summary>
    Other,
}

/// <summary>What became of one object of a document, in the document's order.</summary>
public abstract record StixOutcome
{
    /// <summary>Rules that the object does not keep, at most 50; what is accepted strictly has warnings only.</summary>
    public ImmutableArray<StixFinding> Findings { get; init; } = [];

    public sealed record Accepted(StixObject Value) : StixOutcome;

    /// <param name="Id">As far as it could be read; empty otherwise.</param>
    /// <param name="Reason">The first rules it breaks, each with its section.</param>
    public sealed record Refused(string Id, string? Version, string Reason) : StixOutcome;
}

/// <summary>What reading a bundle or envelope gave.</summary>
public abstract record StixDocument
{
    public sealed record Read(ImmutableArray<StixOutcome> Outcomes) : StixDocument;

    /// <summary>It is no document at all, so nothing in it was judged.</summary>
    public sealed record Malformed(string Reason) : StixDocument;
}

/// <param name="MaxDepth">Deepest nesting within an object. Default 64.</param>
/// <param name="MaxObjects">Most objects of a document. Default 1,000,000.</param>
/// <param name="MaxObjectSize">Most bytes of an object. Default 64 MiB.</param>
public sealed record StixLimits(int MaxDepth = 64, int MaxObjects = 1_000_000, int MaxObjectSize = 64 * 1024 * 1024)
{
    public static StixLimits Default { get; } = new();
}
