using Hotline.Leaves;

namespace Hotline.Receipts;

/// <summary>
/// A receipt with what makes it evidence: the issuer's transcript entry and the issuer's proof (C2SP tlog-proof) that
/// the entry stands in its log. For an NRR the entry is a note signed by the desk; all others are bare text, and the
/// proof to the log's signed checkpoint is the signature.
/// </summary>
/// <remarks>Parsing does not verify: that takes the roster's keys (<c>Hotline.Evidence</c>).</remarks>
public sealed record Receipt<TDomain>
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Largest proof in bytes: 63 hashes and a checkpoint with room for 16 signature lines.</summary>
    public const int MaxProofSize = 32 * 1024;

    private Receipt(ReceiptText<TDomain> text, ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> proof) =>
        (Text, Entry, Proof) = (text, entry, proof);

    public ReceiptText<TDomain> Text { get; }

    /// <summary>The issuer's leaf, byte for byte.</summary>
    public ReadOnlyMemory<byte> Entry { get; }

    /// <summary>The issuer's tlog-proof for <see cref="Entry"/>.</summary>
    public ReadOnlyMemory<byte> Proof { get; }

    public Digest LeafHash => Digest.OfLeaf(Entry.Span);

    /// <summary>What another party's transcript keeps: the entry, then its proof, in at most 65,535 bytes.</summary>
    public byte[] ToForeignEntry() => [.. Entry.Span, .. Proof.Span];

    /// <exception cref="LeafFormatException">Too large, or not a receipt of this domain in canonical form.</exception>
    public static Receipt<TDomain> Parse(ReadOnlyMemory<byte> entry, ReadOnlyMemory<byte> proof, TDomain domain)
    {
        if (entry.Length > LeafWriter.MaxTextSize || proof.Length > MaxProofSize)
            throw new LeafFormatException("A receipt has at most 16 KiB of entry and 32 KiB of proof.");
        return new Receipt<TDomain>(ReceiptText<TDomain>.Parse(TextOf(entry.Span), domain), entry, proof);
    }

    /// <summary>Text part of an entry: all of a bare one, of a note what stands before its signatures.</summary>
    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> entry)
    {
        var end = entry.LastIndexOf("\n\n"u8);
        return end < 0 ? entry : entry[..(end + 1)];
    }

    public bool Equals(Receipt<TDomain>? other) => other is not null && LeafHash == other.LeafHash;

    public override int GetHashCode() => LeafHash.GetHashCode();
}
