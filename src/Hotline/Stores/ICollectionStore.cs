using Hotline.Collections;

namespace Hotline.Stores;

/// <summary>Collections of STIX objects of one node, in the same database as its messages.</summary>
public interface ICollectionStore
{
    /// <summary>
    /// Adds objects, status and drafts in one transaction. An object already there with the same bytes is no failure and gets no new
    /// date; the same id and version with other bytes is a failure with a reason and overwrites nothing.
    /// </summary>
    /// <param name="addition">Objects that passed validation, outcomes of those that did not, and the drafts to send.</param>
    /// <returns>The status as stored, outcomes in the order of the request.</returns>
    Task<AddStatus> AddAsync(Addition addition, CancellationToken cancellationToken);

    /// <summary>The status with its present replication; null when unknown.</summary>
    Task<AddStatus?> FindStatusAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Objects by date added, then id, then version, that pass the filter.</summary>
    /// <returns>At most <see cref="ObjectQuery.Limit"/> objects, and whether more follow.</returns>
    Task<ObjectPage> ReadAsync(ObjectQuery query, CancellationToken cancellationToken);

    /// <summary>Drafts not sealed yet, oldest first.</summary>
    Task<IReadOnlyList<ObjectDraft>> ReadDraftsAsync(int limit, CancellationToken cancellationToken);

    Task<long> CountAsync(Guid collection, CancellationToken cancellationToken);

    /// <summary>Adds or replaces an account.</summary>
    Task KeepAccountAsync(Account account, CancellationToken cancellationToken);

    Task<Account?> FindAccountAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<Account>> ReadAccountsAsync(CancellationToken cancellationToken);

    /// <returns>False when there was no such account.</returns>
    Task<bool> RemoveAccountAsync(string name, CancellationToken cancellationToken);
}

/// <param name="Objects">To be stored, with the reason why one may not travel, if any.</param>
/// <param name="Failures">Outcomes of objects refused before.</param>
/// <param name="MakeDrafts">Given the indexes of the objects newly stored that may travel, the drafts to keep with them. Pure.</param>
public sealed record Addition(
    Guid Collection, Guid Status, DateTimeOffset At, IReadOnlyList<OfferedObject> Objects, IReadOnlyList<ObjectOutcome> Failures,
    Func<IReadOnlyList<CollectionObject>, IReadOnlyList<ObjectDraft>> MakeDrafts);

/// <param name="Withheld">Why the object stays at this node; null when it may travel.</param>
public sealed record OfferedObject(CollectionObject Object, string? Withheld);

/// <param name="AddedAfter">Microseconds since 1970, exclusive.</param>
/// <param name="After">Continue behind this object; null from the start.</param>
/// <param name="Ids">STIX ids to keep; empty for all.</param>
/// <param name="Types">STIX types to keep; empty for all.</param>
public sealed record ObjectQuery(
    Guid Collection, long? AddedAfter, ObjectCursor? After, IReadOnlyList<string> Ids, IReadOnlyList<string> Types,
    bool AllVersions, int Limit);

/// <summary>A place in a collection's order.</summary>
public sealed record ObjectCursor(long DateAdded, string ObjectId, string? Version);

public sealed record ObjectPage(IReadOnlyList<StoredObject> Objects, bool More);

/// <summary>A TAXII client.</summary>
/// <param name="PasswordHash">PHC string of the scheme and parameters, salt and hash.</param>
public sealed record Account(string Name, string PasswordHash, DateTimeOffset CreatedAt);
