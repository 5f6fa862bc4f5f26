using System.Security.Cryptography;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Taxii.Objects;

/// <summary>The way of judged objects into a collection, whether a client posted them or another member's node sent them.</summary>
internal sealed class CollectionIntake(ICollectionStore store, TimeProvider clock)
{
    /// <summary>Objects posted here: they travel to the nodes that share the collection, as far as their markings allow.</summary>
    public async Task<AddStatus> AddPostedAsync(Collection collection, IReadOnlyList<JudgedObject> objects, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var status = NewStatusId();
        var accepted = objects.OfType<JudgedObject.Accepted>().ToList();
        // A collection of this node alone shares nothing, so nothing is withheld either.
        var book = collection.SharedWith.IsEmpty ? null : await MarkingBook.OpenAsync(store, collection.Id, accepted, cancellationToken);
        return await store.AddAsync(
            new Addition(
                collection.Id, status, at,
                [.. accepted.Select(item => new OfferedObject(item.Object, book is null ? null : Judge(item, book, collection), item.Warnings))],
                FailuresOf(objects),
                travelling => collection.SharedWith.IsEmpty ? [] : DraftPacking.Pack(collection, status, at, travelling)),
            cancellationToken);
    }

    /// <summary>Objects from another node: they are stored as any others and go no further, since their sender reaches every node himself.</summary>
    public Task<AddStatus> AddReceivedAsync(Collection collection, IReadOnlyList<JudgedObject> objects, CancellationToken cancellationToken) =>
        store.AddAsync(
            new Addition(
                collection.Id, NewStatusId(), clock.GetUtcNow(),
                [.. objects.OfType<JudgedObject.Accepted>().Select(item => new OfferedObject(item.Object, Withheld: null, item.Warnings))],
                FailuresOf(objects), _ => []),
            cancellationToken);

    private static string? Judge(JudgedObject.Accepted item, MarkingBook book, Collection collection) =>
        ReplicationPolicy.Judge(item.Markings.SelectMany(book.MeaningsOf), item.Object.Raw.Length, collection.StatementMarkings);

    private static ObjectOutcome[] FailuresOf(IReadOnlyList<JudgedObject> objects) =>
        [.. objects.OfType<JudgedObject.Refused>().Select(refused => new ObjectOutcome(refused.ObjectId, refused.Version, refused.Reason, Withheld: null))];

    /// <summary>The standard wants a UUID version 4 (section 2), which also nobody can guess.</summary>
    private static Guid NewStatusId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
