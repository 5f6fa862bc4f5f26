using System.Formats.Asn1;

namespace Hotline.Cryptography;

/// <summary>Signed attributes (RFC 5652, section 5.3), of which type and digest of the content matter (section 11).</summary>
/// <param name="Encoded">What the signature is over: the SET OF in DER (section 5.4).</param>
internal sealed record CmsAttributes(byte[] Encoded, string ContentType, byte[] MessageDigest)
{
    private const string ContentTypeAttribute = "1.2.840.113549.1.9.3";
    private const string MessageDigestAttribute = "1.2.840.113549.1.9.4";
    private const byte SetOf = 0x31;
    private static readonly Asn1Tag Signed = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <exception cref="AsnContentException">Something else, not in DER, or one of both is not there exactly once.</exception>
    public static CmsAttributes Read(AsnReader info)
    {
        var encoded = info.PeekEncodedValue().ToArray();
        encoded[0] = SetOf;
        string? contentType = null;
        byte[]? messageDigest = null;
        for (var attributes = info.ReadSetOf(Signed); attributes.HasData;)
        {
            var attribute = attributes.ReadSequence();
            var type = attribute.ReadObjectIdentifier();
            var values = attribute.ReadSetOf();
            attribute.ThrowIfNotEmpty();
            if (type == ContentTypeAttribute) contentType = contentType is null ? values.ReadObjectIdentifier() : throw Twice();
            else if (type == MessageDigestAttribute) messageDigest = messageDigest is null ? values.ReadOctetString() : throw Twice();
            else continue;
            values.ThrowIfNotEmpty();
        }

        return contentType is not null && messageDigest is not null
            ? new CmsAttributes(encoded, contentType, messageDigest)
            : throw new AsnContentException("The content's type or digest is not signed.");
    }

    private static AsnContentException Twice() => new("An attribute is there twice.");
}
