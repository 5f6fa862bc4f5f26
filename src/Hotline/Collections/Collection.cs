using System.Collections.Immutable;
using Hotline.Channels;

namespace Hotline.Collections;

/// <summary>A channel seen through TAXII: what is added at one member's node reaches the nodes it is shared with.</summary>
/// <param name="Id">UUID version 4 in lower case (TAXII 2.1, section 5.2.1); also the channel's id.</param>
/// <param name="SharedWith">Nodes that replicate it, without this one; empty for a collection of this node alone.</param>
/// <param name="StatementMarkings">What to do with objects under statement markings, which have no machine meaning.</param>
public sealed record Collection(
    Guid Id, string Title, string? Description, string? Alias, ImmutableArray<NodeName> SharedWith, StatementMarkingPolicy StatementMarkings)
{
    public ChannelId Channel => ChannelId.Parse(Id.ToString("D"));

    /// <summary>What is asked of an object before it is stored.</summary>
    public ObjectValidation Validation { get; init; }
}

public enum ObjectValidation
{
    /// <summary>An object that breaks a MUST of STIX is refused. The default.</summary>
    Strict,

    /// <summary>It is stored, and the status says what it breaks.</summary>
    Lenient,

    /// <summary>It is stored as long as it can be identified, versioned and marked.</summary>
    Off,
}

public enum StatementMarkingPolicy
{
    /// <summary>Objects under a statement marking stay at this node. The default.</summary>
    Withhold,

    /// <summary>The owner of the collection read the statements and lets them travel.</summary>
    Share,
}

/// <summary>An object as a collection keeps it.</summary>
/// <param name="ObjectId">STIX identifier.</param>
/// <param name="Version">Exact text of modified, else created, else null.</param>
/// <param name="VersionInstant">The same as microseconds since 1970 for comparing; null where there is no version.</param>
/// <param name="SpecVersion">2.0 or 2.1.</param>
/// <param name="Raw">The object's JSON, byte for byte as it came.</param>
public sealed record CollectionObject(
    string ObjectId, string Type, string? Version, long? VersionInstant, string SpecVersion, ReadOnlyMemory<byte> Raw);

/// <param name="DateAdded">Microseconds since 1970; strictly rising in a collection.</param>
public sealed record StoredObject(CollectionObject Object, long DateAdded);

/// <summary>What became of one object of a request.</summary>
/// <param name="Failure">Why it was not stored; null when it is stored, now or before.</param>
/// <param name="Withheld">Why it stays at this node; null when it may travel.</param>
/// <param name="Warnings">Rules of STIX that a stored object does not keep; null for none.</param>
public sealed record ObjectOutcome(string ObjectId, string? Version, string? Failure, string? Withheld, string? Warnings = null);

/// <summary>Answer to a TAXII POST (TAXII 2.1, section 4.3). Complete means stored here.</summary>
/// <param name="Drafts">Messages still on their way to other nodes, and all that were made of it.</param>
public sealed record AddStatus(
    Guid Id, Guid Collection, DateTimeOffset RequestedAt, ImmutableArray<ObjectOutcome> Outcomes, DraftProgress Drafts);

/// <param name="Total">Messages made of the request.</param>
/// <param name="Sent">Of them, sealed and filed in the outbox.</param>
/// <param name="Delivered">Of them, delivered to every recipient.</param>
public sealed record DraftProgress(int Total, int Sent, int Delivered);

/// <summary>Objects waiting to be sealed and sent to the nodes that share the collection.</summary>
/// <param name="Content">A TAXII envelope: <c>{"objects":[…]}</c> with the objects byte for byte.</param>
public sealed record ObjectDraft(Guid Id, Guid Collection, Guid Status, ImmutableArray<NodeName> To, ReadOnlyMemory<byte> Content);
