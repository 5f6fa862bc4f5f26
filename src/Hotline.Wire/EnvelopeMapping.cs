using Google.Protobuf;
using Hotline.Envelopes;
using Hotline.Leaves;
using Hotline.Receipts;

namespace Hotline.Wire;

/// <summary>Between what travels and the domain. Bytes that are signed are taken as they stand.</summary>
internal static class EnvelopeMapping
{
    /// <exception cref="LeafFormatException">No envelope, or its note is not an NRO of this domain.</exception>
    public static Envelope<TDomain> ToDomain<TDomain>(this Envelope? wire, TDomain domain)
        where TDomain : struct, ITrafficDomain =>
        wire is null
            ? throw new LeafFormatException("There is no envelope.")
            : new Envelope<TDomain>(OriginNote<TDomain>.Parse(wire.OriginNote.Memory, domain), wire.Payload.Memory);

    public static Envelope ToWire<TDomain>(this Envelope<TDomain> envelope)
        where TDomain : struct, ITrafficDomain => new()
        {
            OriginNote = UnsafeByteOperations.UnsafeWrap(envelope.Origin.Bytes),
            Payload = UnsafeByteOperations.UnsafeWrap(envelope.Payload),
        };

    /// <exception cref="LeafFormatException">No receipt, or not one of this domain.</exception>
    public static Receipt<TDomain> ToDomain<TDomain>(this Receipt? wire, TDomain domain)
        where TDomain : struct, ITrafficDomain =>
        wire is null
            ? throw new LeafFormatException("There is no receipt.")
            : Receipt<TDomain>.Parse(wire.Entry.Memory, wire.Proof.Memory, domain);

    public static Receipt ToWire<TDomain>(this Receipt<TDomain> receipt)
        where TDomain : struct, ITrafficDomain => ToReceipt(receipt.Entry, receipt.Proof);

    public static Receipt ToReceipt(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> proof) => new()
    {
        Entry = UnsafeByteOperations.UnsafeWrap(entry),
        Proof = UnsafeByteOperations.UnsafeWrap(proof),
    };

    public static Rung ToWire(this Receipts.Rung rung) => (Rung)((int)rung + 1);

    public static Receipts.Rung? ToDomain(this Rung rung) =>
        rung is > Rung.Unspecified and <= Rung.Failed ? (Receipts.Rung)((int)rung - 1) : null;

    public static Lane ToWire(this Precedence precedence) => (Lane)(int)precedence;

    public static Precedence? ToDomain(this Lane lane) => Enum.IsDefined((Precedence)(int)lane) ? (Precedence)(int)lane : null;
}
