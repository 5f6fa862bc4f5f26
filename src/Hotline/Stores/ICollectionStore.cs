using System.Buffers;
using System.Collections.Immutable;
using Hotline.Collections;

namespace Hotline.Stores;

/// <summary>Collections of STIX objects of one node, in the same database as its messages.</summary>
public interface ICollectionStore : IAccountStore, IWatchStore
{
    /// <summary>
    /// Adds objects, status and drafts. Readers see all of it or nothing: a large addition is staged in short transactions, so that
    /// messages go on in between, and published in one. An object already there with the same bytes is no failure and gets no new
    /// date; the same id, version and specification version with other bytes is a failure with a reason and overwrites nothing.
    /// </summary>
    /// <param name="addition">Objects that passed validation, outcomes of those that did not, and the drafts to send.</param>
    /// <returns>The status as stored, outcomes in the order of the request.</returns>
    Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken);

    /// <summary>Removes versions of an object for good. Added again they get a new date.</summary>
    /// <param name="versions">Which; those of other specification versions than <paramref name="specVersions"/> stay.</param>
    /// <param name="specVersions">Empty for every one.</param>
    /// <returns>Versions removed; null when the collection has no object of this id.</returns>
    Task<int?> RemoveAsync(Guid collection, string objectId, VersionFilter versions, IReadOnlyList<string> specVersions, CancellationToken cancellationToken);

    /// <summary>The status with its present replication; null when unknown.</summary>
    Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Objects by date added that pass the filter.</summary>
    /// <returns>At most <see cref="ObjectQuery.Limit"/> objects, and whether more follow.</returns>
    Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken);

    /// <summary>The same page as JSON alone: the objects byte for byte, with one byte between them.</summary>
    /// <param name="json">Receives them.</param>
    /// <param name="fullSize">Bytes at which a page is full: it ends with the object that fills it.</param>
    PageEnd ReadJson(ObjectQuery query, IBufferWriter<byte> json, byte separator, long fullSize);

    /// <summary>The same page without the objects' JSON.</summary>
    ManifestPage ReadManifest(ObjectQuery query);

    /// <summary>Whether the collection has an object of this id in any version.</summary>
    bool Contains(Guid collection, string objectId);

    /// <summary>Rises with everything that is added or removed; kept over restarts.</summary>
    long ChangesOf(Guid collection);

    /// <summary>Last date that an object of the collection was given, in microseconds since 1970; -1 before the first.</summary>
    long LastDateOf(Guid collection);

    /// <summary>Completes when the collection next changes. Take it before reading, so that nothing comes unseen in between.</summary>
    Task NextChange(Guid collection);

    /// <summary>Drafts not sealed yet, oldest first.</summary>
    Task<IReadOnlyList<ObjectDraft>> ReadDraftsAsync(int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(Guid collection, CancellationToken cancellationToken);
}

/// <param name="Objects">To be stored, with the reason why one may not travel, if any.</param>
/// <param name="Failures">Outcomes of objects refused before.</param>
/// <param name="MakeDrafts">Given objects newly stored that may travel, the drafts to keep with them; asked for each part of a large addition. Pure.</param>
public sealed record Addition(
    Guid Collection, Guid Status, DateTimeOffset At, IReadOnlyList<OfferedObject> Objects, IReadOnlyList<ObjectOutcome> Failures,
    Func<IReadOnlyList<CollectionObject>, IReadOnlyList<ObjectDraft>> MakeDrafts);

/// <param name="Withheld">Why the object stays at this node; null when it may travel.</param>
/// <param name="Warnings">For its outcome.</param>
public sealed record OfferedObject(CollectionObject Object, string? Withheld, string? Warnings = null);

/// <summary>Which objects of a collection: first by date, id, type and specification version, then by version among what is left.</summary>
/// <param name="AddedAfter">Microseconds since 1970, exclusive.</param>
/// <param name="After">Continue behind this object; null from the start.</param>
/// <param name="Ids">STIX ids to keep; empty for all.</param>
/// <param name="Types">STIX types to keep; empty for all.</param>
/// <param name="Limit">Most objects of the page.</param>
public sealed record ObjectQuery(
    Guid Collection, long? AddedAfter, ObjectCursor? After, IReadOnlyList<string> Ids, IReadOnlyList<string> Types,
    VersionFilter Versions, int Limit)
{
    /// <summary>Versions of the specification to keep; empty for the latest of each object.</summary>
    public IReadOnlyList<string> SpecVersions { get; init; } = [];
}

/// <summary>Which versions of an object (TAXII 2.1, section 3.4.1): any that one of these names.</summary>
/// <param name="IsAll">Every one; stands alone.</param>
/// <param name="First">The earliest by its own time.</param>
/// <param name="Last">The latest by its own time.</param>
/// <param name="Instants">Those of these times, in microseconds since 1970; 0 is the version of objects without a time.</param>
public sealed record VersionFilter(bool IsAll, bool First, bool Last, ImmutableArray<long> Instants)
{
    public static VersionFilter All { get; } = new(true, false, false, []);

    /// <summary>What holds where nothing is asked for.</summary>
    public static VersionFilter OnlyLast { get; } = new(false, false, true, []);
}

/// <summary>A place in a collection's order.</summary>
public sealed record ObjectCursor(long DateAdded, string ObjectId, string? Version);

public sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, bool More);

/// <param name="Count">Objects on the page; where it is 0 the other values mean nothing.</param>
/// <param name="First">Date added of its first object, in microseconds since 1970.</param>
/// <param name="Last">Date added of its last object.</param>
/// <param name="Next">Its last object, where more follow behind it.</param>
public readonly record struct PageEnd(int Count, long First, long Last, ObjectCursor? Next);

public sealed record ManifestPage(IReadOnlyList<ManifestEntry> Entries, bool More);

/// <param name="DateAdded">Microseconds since 1970.</param>
public readonly record struct ManifestEntry(string ObjectId, string? Version, string SpecVersion, long DateAdded);
