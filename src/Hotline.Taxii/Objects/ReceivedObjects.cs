using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Taxii.Objects;

/// <summary>The door for objects that another member's node sent: judged as a client's, stored by the same step, and sent no further.</summary>
/// <param name="collections">All of this node's.</param>
public sealed class ReceivedObjects(ImmutableArray<Collection> collections, ICollectionStore store, TimeProvider clock)
{
    private readonly CollectionIntake _intake = new(store, clock);

    /// <summary>Adds the objects of an envelope. Asking again with the same bytes changes nothing but writes a new status.</summary>
    /// <param name="from">The node whose Statement carried them; it must share the collection.</param>
    /// <param name="envelope">A TAXII envelope, as <see cref="ObjectDraft.Content"/> is.</param>
    /// <exception cref="StoreException">Nothing was stored, or it is unknown whether it was.</exception>
    public async Task<Reception> AddAsync(NodeName from, Guid collection, ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken)
    {
        var shared = collections.FirstOrDefault(candidate => candidate.Id == collection && candidate.SharedWith.Contains(from));
        if (shared is null) return new Reception.NotShared(collection, from);
        return StixJudge.Judge(envelope, shared.Validation) switch
        {
            JudgedEnvelope.Malformed malformed => new Reception.Malformed(malformed.Reason),
            JudgedEnvelope.Read read => new Reception.Kept(await _intake.AddReceivedAsync(shared, read.Objects, cancellationToken)),
            var other => throw new InvalidOperationException($"No reception for {other.GetType().Name}."),
        };
    }
}

/// <summary>What became of objects that another member's node sent.</summary>
public abstract record Reception
{
    /// <summary>They are stored, apart from those the status names as failures.</summary>
    public sealed record Kept(AddStatus Status) : Reception;

    /// <summary>This node has no such collection, or does not share it with the sender.</summary>
    public sealed record NotShared(Guid Collection, NodeName From) : Reception;

    /// <summary>The content is no envelope of objects.</summary>
    public sealed record Malformed(string Reason) : Reception;
}
