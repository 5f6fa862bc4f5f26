using System.Collections.Immutable;
using Hotline.Envelopes;
using Hotline.Receipts;

namespace Hotline.Channels;

/// <summary>Name of a message everywhere: who sent it, and its id.</summary>
public readonly record struct MessageKey(NodeName From, MessageId Id);

/// <summary>What a hub keeps of a message it carries.</summary>
/// <param name="Deliveries">The rung of each recipient.</param>
public sealed record Carried<TDomain>(OriginNote<TDomain> Origin, LeafPosition OriginLeaf, LeafPosition Submitted, ImmutableDictionary<NodeName, Rung> Deliveries)
    where TDomain : struct, ITrafficDomain
{
    public MessageKey Key => new(Origin.Text.From, Origin.Id);

    public ImmutableArray<NodeName> Undelivered => [.. Deliveries.Where(entry => entry.Value == Rung.Relayed).Select(entry => entry.Key).Order()];
}

/// <summary>A leaf of this node's own transcript.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Entry">The leaf's bytes.</param>
public sealed record LeafPosition(ulong Index, ReadOnlyMemory<byte> Entry);

/// <summary>What a hub knows when it judges one step.</summary>
/// <param name="Carried">The message of that sender and id, if it is carried.</param>
/// <param name="Refused">The REFUSED leaf that this very NRO got before, if any.</param>
public sealed record HubView<TDomain>(Carried<TDomain>? Carried, LeafPosition? Refused)
    where TDomain : struct, ITrafficDomain;

/// <summary>One thing that happens at a hub. Signatures and proofs are already verified.</summary>
public abstract record HubStep<TDomain>(MessageKey Key, Digest? Origin)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>A member submits an envelope.</summary>
    public sealed record Submit(Envelope<TDomain> Envelope)
        : HubStep<TDomain>(new MessageKey(Envelope.Origin.Text.From, Envelope.Id), Envelope.Origin.LeafHash);

    /// <summary>A recipient answers with NRD, NRR or REFUSED.</summary>
    public sealed record Answer(Receipt<TDomain> Receipt)
        : HubStep<TDomain>(new MessageKey(Receipt.Text.To, Receipt.Text.Message), Receipt.Text.Origin);

    /// <summary>A deadline passed.</summary>
    public sealed record Expire(MessageKey Message) : HubStep<TDomain>(Message, null);
}

/// <summary>What a hub does about a step; the store carries it out whole or not at all.</summary>
public abstract record HubDecision<TDomain>
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Log NRO and NRS, keep the envelope, queue it for every recipient in the lane of its precedence.</summary>
    public sealed record Carry(Envelope<TDomain> Envelope, ReceiptText<TDomain> Submitted) : HubDecision<TDomain>;

    /// <summary>Log REFUSED and remember it for this NRO.</summary>
    public sealed record Refuse(OriginNote<TDomain> Origin, ReceiptText<TDomain> Refused) : HubDecision<TDomain>;

    /// <summary>Log the recipient's receipt, set its rung and queue the receipt for the sender.</summary>
    public sealed record Forward(Receipt<TDomain> Receipt, Rung Rung) : HubDecision<TDomain>;

    /// <summary>Log FAILED, set NOT DELIVERED for those it names and queue it for the sender.</summary>
    public sealed record Fail(Carried<TDomain> Carried, ReceiptText<TDomain> Failed) : HubDecision<TDomain>;

    /// <summary>A repeated request: write nothing, answer with the leaves and rungs of before.</summary>
    public sealed record AsBefore(HubView<TDomain> View) : HubDecision<TDomain>;

    /// <summary>A receipt for a message that this hub does not carry, or that is not by a recipient: write nothing.</summary>
    public sealed record NotOurs : HubDecision<TDomain>;
}
