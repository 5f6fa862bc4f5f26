using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;

namespace Hotline.Stores;

/// <summary>State of a seal (an MLS group, say); empty for letters. Opaque and already encrypted for storage.</summary>
public sealed record SealState(ChannelId Channel, ReadOnlyMemory<byte> Bytes)
{
    public static SealState None { get; } = new(ChannelId.Letters, default);
}

/// <summary>Plaintext as the node keeps it: encrypted under a content key of its own, which is wrapped by the archive key.</summary>
/// <param name="WrappedKey">Without it the content is gone: erasing and rotating need one key per message.</param>
public sealed record ArchivedContent(ReadOnlyMemory<byte> WrappedKey, ReadOnlyMemory<byte> Sealed);

/// <param name="Origin">Of the log that it is a head of.</param>
public sealed record SeenHead(string Origin, LogHead Head);

/// <summary>Where in the follower's queue at the hub something came from.</summary>
public sealed record QueuePosition(NodeName Hub, Precedence Lane, ulong Position)
{
    /// <summary>Position of what came before it in the lane, 0 for nothing: as long as that is not kept, this is not either.</summary>
    public ulong After { get; init; }
}

/// <summary>One thing a member's node must keep before it says so to anybody.</summary>
public abstract record MemberStep<TDomain>
    where TDomain : struct, ITrafficDomain
{
    /// <summary>A verified checkpoint of another log that came with it; kept, whatever becomes of the step, if it is larger than the one known.</summary>
    public SeenHead? Seen { get; init; }

    /// <summary>A sealed message: state, outbox, archive and NRO leaf together. From here it goes out exactly as sealed.</summary>
    /// <param name="Conversation">The conversation's own id, whose salted digest is in the NRO.</param>
    /// <param name="ConversationSalt">16 bytes, kept with the conversation's first message and the same ever after.</param>
    /// <param name="Draft">The draft this message came from; it is done with it.</param>
    public sealed record Send(
        Envelope<TDomain> Envelope, SealState NextState, ArchivedContent Archived, string Conversation, ReadOnlyMemory<byte> ConversationSalt,
        Guid? Draft) : MemberStep<TDomain>;

    /// <summary>A message that opened: archive, NRO and NRD leaves, and the NRD on its way, together with the queue position.</summary>
    /// <param name="Delivered">The bare NRD text.</param>
    /// <param name="HubProof">The hub's tlog-proof of the NRO.</param>
    public sealed record Receive(
        Envelope<TDomain> Envelope, SealState NextState, ArchivedContent Archived, string Conversation, ReceiptText<TDomain> Delivered,
        ReadOnlyMemory<byte> HubProof, QueuePosition From) : MemberStep<TDomain>;

    /// <summary>A message that does not open or does not match: NRO and REFUSED leaves, and the REFUSED on its way.</summary>
    public sealed record Refuse(Envelope<TDomain> Envelope, ReceiptText<TDomain> Refused, QueuePosition From) : MemberStep<TDomain>;

    /// <summary>Somebody else's receipt for a message of ours: leaf with the issuer's proof, rung.</summary>
    /// <param name="From">Null for the answer to a submission, which comes on no queue.</param>
    public sealed record KeepReceipt(Receipt<TDomain> Receipt, QueuePosition? From) : MemberStep<TDomain>;

    /// <summary>The desk acknowledged a received message: its signed NRR as leaf and on its way.</summary>
    /// <param name="Note">The note as signed by the desk.</param>
    public sealed record Read(MessageKey Message, ReceiptText<TDomain> Receipt, ReadOnlyMemory<byte> Note) : MemberStep<TDomain>;

    /// <summary>Something on the queue that is not evidence of anything here (unsigned, unknown, not ours): only the position moves on.</summary>
    public sealed record Pass(QueuePosition From) : MemberStep<TDomain>;
}

/// <summary>What became of a step.</summary>
public enum MemberOutcome
{
    /// <summary>Kept now.</summary>
    Kept,

    /// <summary>Kept before: nothing was written but the queue position.</summary>
    KeptBefore,

    /// <summary>The conversation went on since the NRO was written: compose it again with the new head.</summary>
    LostRace,

    /// <summary>What came before it on the queue was not kept, and would be lost if the position moved on: nothing was written.</summary>
    OutOfOrder,

    /// <summary>The message spoken of is not here, or its issuer has no say about it: only the queue position was written.</summary>
    Unknown,
}
