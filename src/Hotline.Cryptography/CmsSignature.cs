using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>
/// Detached signatures in CMS SignedData (RFC 5652, section 5) by ECDSA P-256 with SHA-256 or ML-DSA-65 (RFC 9882), one signer each, with the
/// signer's certificate inside. <c>openssl cms -verify -binary -inform DER -content DOCUMENT</c> verifies those by ECDSA.
/// </summary>
/// <remarks>ECDSA P-384 with SHA-384 is verified too. Every other algorithm is refused by name.</remarks>
public static class CmsSignature
{
    /// <summary>Largest signature in bytes, certificate included.</summary>
    public const int MaxSize = 64 * 1024;

    /// <param name="certificate">DER, of that key.</param>
    /// <returns>DER.</returns>
    /// <exception cref="ArgumentException">The certificate is of another key.</exception>
    /// <exception cref="CryptographicException">The certificate is none.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> content, EcdsaP256PrivateKey key, ReadOnlySpan<byte> certificate) =>
        CmsWriter.Write(content, CmsAlgorithm.EcdsaP256, certificate, key.SubjectPublicKeyInfo.Span, attributes => key.Sign(attributes));

    /// <param name="key">Of ML-DSA-65.</param>
    /// <param name="certificate">DER, of that key.</param>
    /// <returns>DER.</returns>
    /// <exception cref="ArgumentException">The key is of another parameter set, or the certificate of another key.</exception>
    /// <exception cref="CryptographicException">The certificate is none.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> content, MlDsaPrivateKey key, ReadOnlySpan<byte> certificate) =>
        key.Set == MlDsaParameterSet.MlDsa65
            ? CmsWriter.Write(content, CmsAlgorithm.MlDsa65, certificate, key.SubjectPublicKeyInfo.Span, attributes => key.Sign(attributes))
            : throw new ArgumentException("Of ML-DSA, only ML-DSA-65 signs Statements.", nameof(key));

    /// <summary>Whether the key of a pinned certificate signed this content. Certificates inside the signature are not looked at.</summary>
    /// <param name="pinned">DER of the certificate whose key must have signed.</param>
    /// <returns>False for whatever does not hold; never throws on foreign bytes.</returns>
    public static bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> pinned) =>
        WhyInvalid(content, signature, pinned) is null;

    /// <summary>The same with the reason, which names an algorithm that is not accepted.</summary>
    /// <param name="pinned">DER of the certificate whose key must have signed.</param>
    /// <returns>Null when the signature holds, else why it does not; never throws on foreign bytes.</returns>
    public static string? WhyInvalid(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> pinned)
    {
        if (signature.Length > MaxSize) return $"it is larger than {MaxSize} bytes";
        if (!Der.IsExact(signature)) return "it is not in DER";
        try
        {
            return WhyInvalid(content, CmsSignedData.Read(signature.ToArray()), CertifiedKey.Of(pinned));
        }
        catch (AsnContentException)
        {
            return "it is not a CMS SignedData";
        }
        catch (CryptographicException)
        {
            return "the pinned certificate is not a certificate";
        }
    }

    private static string? WhyInvalid(ReadOnlySpan<byte> content, CmsSignedData signed, CertifiedKey pinned)
    {
        if (signed.HasContent) return "it is not detached";
        if (signed.Signers is not [var signer]) return "it has not exactly one signer";
        // Without signed attributes a signature over attributes could pass for one over content (RFC 8933).
        if (signer.Attributes is not { } attributes) return "it has no signed attributes";
        if (signed.ContentType != CmsSignedData.Data || attributes.ContentType != CmsSignedData.Data) return "it is not over plain data";
        if (CmsAlgorithm.Of(signer.Algorithm, signer.Digest, pinned.Algorithm) is not { } algorithm)
            return $"signatures by {signer.Algorithm} with {signer.Digest} under a key of {pinned.Algorithm} are not accepted";
        if (!attributes.MessageDigest.AsSpan().SequenceEqual(CryptographicOperations.HashData(algorithm.Hash, content))) return "the signature is over another content";
        return algorithm.Scheme.Verify(pinned.Key, attributes.Encoded, signer.Signature) ? null : "the pinned key did not make it";
    }
}
