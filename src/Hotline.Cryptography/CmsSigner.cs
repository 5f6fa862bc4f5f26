using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>SignerInfo (RFC 5652, section 5.3).</summary>
/// <param name="Name">Issuer and serial number, or key identifier, in DER: not covered by the signature, so it proves nothing.</param>
/// <param name="Attributes">What the signature covers; null when it is over the content itself.</param>
internal sealed record CmsSigner(
    ReadOnlyMemory<byte> Name, AlgorithmIdentifier Digest, AlgorithmIdentifier Algorithm, CmsAttributes? Attributes, byte[] Signature)
{
    private static readonly Asn1Tag Signed = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Unsigned = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag KeyIdentifier = new(TagClass.ContextSpecific, 0);

    /// <exception cref="AsnContentException">Something else, or not in DER.</exception>
    public static CmsSigner Read(AsnReader info)
    {
        // The version follows from how the signer is named.
        var version = info.ReadInteger();
        var name = info.PeekEncodedValue();
        if (info.PeekTag() == KeyIdentifier ? version != 3 : version != 1) throw new AsnContentException("The version is not that of the signer's name.");
        if (info.PeekTag() == KeyIdentifier) info.ReadOctetString(KeyIdentifier);
        else info.ReadSequence();
        var digest = AlgorithmIdentifier.Read(info);
        var attributes = info.PeekTag() == Signed ? CmsAttributes.Read(info) : null;
        var algorithm = AlgorithmIdentifier.Read(info);
        var signature = info.ReadOctetString();
        if (info.HasData) info.ReadSetOf(Unsigned);
        info.ThrowIfNotEmpty();
        return new CmsSigner(name, digest, algorithm, attributes, signature);
    }
}
