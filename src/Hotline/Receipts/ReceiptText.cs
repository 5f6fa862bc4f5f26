using System.Collections.Immutable;
using Hotline.Envelopes;
using Hotline.Leaves;

namespace Hotline.Receipts;

/// <summary>The lines of a receipt: what a hub or node says of one message.</summary>
/// <param name="Reason">Only in REFUSED.</param>
/// <param name="From">The issuer, in whose transcript the receipt is a leaf.</param>
/// <param name="To">The sender of the message.</param>
/// <param name="Undelivered">Only in FAILED: the recipients without delivery.</param>
/// <param name="Cipher">Repeated from the NRO.</param>
/// <param name="Statement">Repeated from the NRO in NRD and NRR, whose issuers saw it; else null.</param>
/// <param name="Origin">Leaf hash of the NRO that is answered.</param>
/// <param name="Seen">Last checkpoint of the hub that the issuer holds.</param>
public sealed record ReceiptText<TDomain>(
    TDomain Domain, ReceiptKind Kind, MessageId Message, RefusalReason? Reason, NodeName From, NodeName To,
    ImmutableArray<NodeName> Undelivered, DateTimeOffset Time, Cipher Cipher, Digest? Statement, Digest Origin, Seen? Seen)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>A receipt about <paramref name="origin"/>, without reason and without undelivered recipients.</summary>
    public static ReceiptText<TDomain> About(OriginNote<TDomain> origin, ReceiptKind kind, NodeName from, DateTimeOffset time, Seen? seen = null) => new(
        origin.Text.Domain, kind, origin.Id, null, from, origin.Text.From, [], LeafText.WholeMilliseconds(time), origin.Text.Cipher,
        kind is ReceiptKind.Delivered or ReceiptKind.Read ? origin.Text.Statement : null, origin.LeafHash, seen);

    public static ReceiptText<TDomain> Refusing(
        OriginNote<TDomain> origin, RefusalReason reason, NodeName from, DateTimeOffset time, Seen? seen = null) =>
        About(origin, ReceiptKind.Refused, from, time, seen) with { Reason = reason };

    /// <summary>Whether this receipt speaks of that message and of nothing else.</summary>
    public bool Answers(OriginNote<TDomain> origin) =>
        Message == origin.Id && Origin == origin.LeafHash && To == origin.Text.From && Cipher == origin.Text.Cipher
        && (Statement is null || Statement == origin.Text.Statement);

    public byte[] ToBytes()
    {
        var lines = new LeafWriter().Word(Domain.Heading).Word(Kind.ToWord()).Line("msg", Message.ToString());
        if (Reason is { } reason) lines.Line("reason", reason.ToWord());
        lines.Line("from", From.ToString()).Line("to", To.ToString());
        if (Kind == ReceiptKind.Failed) lines.Line("undelivered", Undelivered);
        return lines.Line("time", Time).Cipher(Cipher).Line("stmt", Statement).Line("ref", (Digest?)Origin).Seen(Seen).ToBytes();
    }

    /// <exception cref="LeafFormatException">Any other form, or another domain.</exception>
    public static ReceiptText<TDomain> Parse(ReadOnlySpan<byte> text, TDomain domain)
    {
        var lines = new LeafReader(text);
        lines.Heading(domain.Heading);
        if (!ReceiptKinds.TryParse(lines.Word(), out var kind)) throw new LeafFormatException("The second line names no receipt.");
        var message = lines.Message();
        RefusalReason? reason = null;
        if (kind == ReceiptKind.Refused) reason = RefusalReasons.TryParse(lines.Value("reason"), out var word) ? word : throw LeafReader.Bad("reason");
        var from = lines.Node("from");
        var to = lines.Node("to");
        ImmutableArray<NodeName> undelivered = kind == ReceiptKind.Failed ? lines.Nodes("undelivered") : [];
        var receipt = new ReceiptText<TDomain>(
            domain, kind, message, reason, from, to, undelivered,
            lines.Time("time"), lines.Cipher(), lines.HashOrNone("stmt"), lines.Hash("ref"), lines.Seen());
        lines.End();
        if (receipt.Statement is not null && kind is not (ReceiptKind.Delivered or ReceiptKind.Read)) throw LeafReader.Bad("stmt");
        if (!text.SequenceEqual(receipt.ToBytes())) throw new LeafFormatException("The receipt is not in its canonical form.");
        return receipt;
    }
}
