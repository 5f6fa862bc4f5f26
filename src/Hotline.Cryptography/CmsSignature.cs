using Org.BouncyCastle.Asn1.Cms;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;

namespace Hotline.Cryptography;

/// <summary>
/// Detached signatures in CMS SignedData (RFC 5652, section 5) by ECDSA P-256 with SHA-256 or ML-DSA (RFC 9882), one signer each, with the
/// signer's certificate inside. <c>openssl cms -verify -binary -inform DER -content DOCUMENT</c> verifies those by ECDSA.
/// </summary>
public static class CmsSignature
{
    /// <summary>Largest signature in bytes, certificate included.</summary>
    public const int MaxSize = 64 * 1024;

    /// <param name="certificate">DER, of that key.</param>
    /// <returns>DER.</returns>
    public static byte[] Sign(ReadOnlySpan<byte> content, EcdsaP256PrivateKey key, ReadOnlySpan<byte> certificate)
    {
        var info = key.ExportPkcs8();
        try
        {
            return Sign(content, new Asn1SignatureFactory("SHA256WITHECDSA", PrivateKeyFactory.CreateKey(info)), certificate);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(info);
        }
    }

    /// <param name="certificate">DER, of that key.</param>
    /// <returns>DER.</returns>
    public static byte[] Sign(ReadOnlySpan<byte> content, MlDsaPrivateKey key, ReadOnlySpan<byte> certificate) =>
        Sign(content, new Asn1SignatureFactory(key.Set.Parameters().Name, key.Parameters), certificate);

    /// <summary>Whether the key of a pinned certificate signed this content. Certificates inside the signature are not looked at.</summary>
    /// <param name="pinned">DER of the certificate whose key must have signed.</param>
    /// <returns>False for whatever does not hold; never throws on foreign bytes.</returns>
    public static bool Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> pinned)
    {
        if (signature.Length > MaxSize) return false;
        try
        {
            var signed = new CmsSignedData(new CmsProcessableByteArray(content.ToArray()), signature.ToArray());
            var signers = signed.GetSignerInfos().GetSigners();
            if (signers.Count != 1 || signed.SignedContentType.Id != CmsObjectIdentifiers.Data.Id) return false;
            var signer = signers.Single();
            // Without signed attributes a signature over attributes could pass for one over content (RFC 8933).
            if (signer.SignedAttributes is null) return false;
            if (signer.SignatureAlgorithm.Algorithm.Equals(X9ObjectIdentifiers.ECDsaWithSha256)
                && (!EcdsaP256.IsStrictDer(signer.GetSignature()) || !signer.DigestAlgorithmID.Algorithm.Equals(NistObjectIdentifiers.IdSha256)))
                return false;
            var certificate = new X509CertificateParser().ReadCertificate(pinned.ToArray());
            return certificate is not null && signer.Verify(certificate.GetPublicKey());
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            // The library raises many types on foreign bytes; each means that nothing was proven.
            return false;
        }
    }

    private static byte[] Sign(ReadOnlySpan<byte> content, ISignatureFactory factory, ReadOnlySpan<byte> certificate)
    {
        var read = new X509CertificateParser().ReadCertificate(certificate.ToArray());
        var generator = new CmsSignedDataGenerator();
        generator.AddSignerInfoGenerator(new SignerInfoGeneratorBuilder().Build(factory, read));
        generator.AddCertificate(read);
        return generator.Generate(new CmsProcessableByteArray(content.ToArray()), encapsulate: false).GetEncoded("DER");
    }
}
