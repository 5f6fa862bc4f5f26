using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>Writes a detached SignedData with one signer (RFC 5652, section 5.1), whose certificate lies within.</summary>
internal static class CmsWriter
{
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";

    // Which algorithms sign is signed too, so that nobody can pretend to others (RFC 6211).
    private const string AlgorithmProtection = "1.2.840.113549.1.9.52";

    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Second = new(TagClass.ContextSpecific, 1, isConstructed: true);

    /// <param name="subjectPublicKeyInfo">Of the key that signs.</param>
    /// <param name="sign">Makes the signature over the signed attributes.</param>
    /// <returns>DER.</returns>
    /// <exception cref="ArgumentException">The certificate is of another key.</exception>
    /// <exception cref="CryptographicException">The certificate is none.</exception>
    public static byte[] Write(
        ReadOnlySpan<byte> content, CmsAlgorithm algorithm, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> subjectPublicKeyInfo, Func<byte[], byte[]> sign)
    {
        var (issuer, serial) = NameOf(certificate, subjectPublicKeyInfo);
        var attributes = Attributes(CryptographicOperations.HashData(algorithm.Hash, content), algorithm);
        var signature = sign(attributes);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(First))
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                using (writer.PushSetOf()) WriteAlgorithm(writer, algorithm.Digest);
                using (writer.PushSequence()) writer.WriteObjectIdentifier(CmsSignedData.Data);
                using (writer.PushSetOf(First)) writer.WriteEncodedValue(certificate);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(1);
                    using (writer.PushSequence())
                    {
                        writer.WriteEncodedValue(issuer.Span);
                        writer.WriteEncodedValue(serial.Span);
                    }

                    WriteAlgorithm(writer, algorithm.Digest);
                    WriteTagged(writer, attributes);
                    WriteAlgorithm(writer, algorithm.Signature);
                    writer.WriteOctetString(signature);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>The SET OF that is signed (RFC 5652, section 5.4).</summary>
    private static byte[] Attributes(byte[] digest, CmsAlgorithm algorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(ContentType);
                using (writer.PushSetOf()) writer.WriteObjectIdentifier(CmsSignedData.Data);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(MessageDigest);
                using (writer.PushSetOf()) writer.WriteOctetString(digest);
            }

            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(AlgorithmProtection);
                using (writer.PushSetOf())
                using (writer.PushSequence())
                {
                    WriteAlgorithm(writer, algorithm.Digest);
                    using (writer.PushSequence(Second)) writer.WriteObjectIdentifier(algorithm.Signature);
                }
            }
        }

        return writer.Encode();
    }

    /// <summary>The same attributes as they stand in the signature: tagged instead of as a SET OF.</summary>
    private static void WriteTagged(AsnWriter writer, byte[] attributes)
    {
        var reader = new AsnReader(attributes, AsnEncodingRules.DER).ReadSetOf();
        using (writer.PushSetOf(First))
            while (reader.HasData) writer.WriteEncodedValue(reader.ReadEncodedValue().Span);
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence()) writer.WriteObjectIdentifier(oid);
    }

    /// <summary>Issuer and serial number of a certificate (RFC 5280, section 4.1), which name its key.</summary>
    private static (ReadOnlyMemory<byte> Issuer, ReadOnlyMemory<byte> Serial) NameOf(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        try
        {
            var signed = new AsnReader(certificate.ToArray(), AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (signed.PeekTag() == First) signed.ReadEncodedValue();
            var serial = signed.ReadEncodedValue();
            signed.ReadSequence();
            var issuer = signed.ReadEncodedValue();
            signed.ReadSequence();
            signed.ReadSequence();
            return signed.ReadEncodedValue().Span.SequenceEqual(subjectPublicKeyInfo)
                ? (issuer, serial)
                : throw new ArgumentException("The certificate is of another key.", nameof(certificate));
        }
        catch (AsnContentException malformed)
        {
            throw new CryptographicException("The certificate is none.", malformed);
        }
    }
}
