using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>SignedData (RFC 5652, section 5.1), of which certificates, revocation lists and unsigned attributes are passed over.</summary>
/// <param name="ContentType">What the content is said to be.</param>
/// <param name="HasContent">Whether it lies within, rather than beside.</param>
internal sealed record CmsSignedData(string ContentType, bool HasContent, ImmutableArray<CmsSigner> Signers)
{
    /// <summary>Plain bytes (RFC 5652, section 4).</summary>
    public const string Data = "1.2.840.113549.1.7.1";

    private const string SignedData = "1.2.840.113549.1.7.2";
    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Second = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <exception cref="AsnContentException">Something else, or not in DER.</exception>
    public static CmsSignedData Read(byte[] encoded)
    {
        var reader = new AsnReader(encoded, AsnEncodingRules.DER);
        var outer = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        if (outer.ReadObjectIdentifier() != SignedData) throw new AsnContentException("The content is not SignedData.");
        var wrapping = outer.ReadSequence(First);
        outer.ThrowIfNotEmpty();
        var signed = wrapping.ReadSequence();
        wrapping.ThrowIfNotEmpty();

        signed.ReadInteger();
        for (var digests = signed.ReadSetOf(); digests.HasData;) AlgorithmIdentifier.Read(digests);
        var content = signed.ReadSequence();
        var contentType = content.ReadObjectIdentifier();
        var certificates = signed.HasData && signed.PeekTag() == First ? signed.ReadSetOf(First) : null;
        var revocationLists = signed.HasData && signed.PeekTag() == Second ? signed.ReadSetOf(Second) : null;
        var signers = ImmutableArray.CreateBuilder<CmsSigner>();
        for (var infos = signed.ReadSetOf(); infos.HasData;) signers.Add(CmsSigner.Read(infos.ReadSequence()));
        signed.ThrowIfNotEmpty();
        return new CmsSignedData(contentType, content.HasData, signers.ToImmutable());
    }
}
