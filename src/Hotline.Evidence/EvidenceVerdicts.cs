using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>Why an NRO is not evidence of origin.</summary>
public enum OriginFault
{
    /// <summary>The sender is not on the roster in force.</summary>
    UnknownSender,

    /// <summary>The roster says the sender's keys do not count any more.</summary>
    RevokedSender,

    /// <summary>No signature line by the sender's desk or service key, or one that does not hold.</summary>
    Signature,

    /// <summary>A service key signed what only a desk may say.</summary>
    WrongRole,
}

/// <summary>Why a receipt is not evidence.</summary>
public enum ReceiptFault
{
    /// <summary>The issuer is not on the roster in force, or is revoked.</summary>
    UnknownIssuer,

    /// <summary>A member said what only a hub may say, or the other way round.</summary>
    WrongIssuer,

    /// <summary>The proof does not lead from the entry to a checkpoint signed by the issuer's log.</summary>
    Proof,

    /// <summary>An NRR without a valid signature by the issuer's desk, or another receipt that pretends to have one.</summary>
    Signature,
}

/// <summary>A log's checkpoint whose signatures hold.</summary>
/// <param name="Note">The checkpoint as signed.</param>
public sealed record ProvenCheckpoint(Checkpoint Checkpoint, ReadOnlyMemory<byte> Note);

/// <param name="Fault">Null when the receipt holds.</param>
/// <param name="Checkpoint">The issuer's checkpoint that the proof leads to; null when it does not hold.</param>
public sealed record ReceiptVerdict(ReceiptFault? Fault, ProvenCheckpoint? Checkpoint);
