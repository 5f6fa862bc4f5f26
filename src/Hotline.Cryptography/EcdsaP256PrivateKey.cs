using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>An ECDSA key over P-256 that signs with SHA-256: the one that certificates and key files are made of.</summary>
public sealed class EcdsaP256PrivateKey : SigningKey
{
    private readonly ECDsa _key;
    private readonly EcdsaPrivateKey _signing;

    private EcdsaP256PrivateKey(ECDsa key)
    {
        _key = key;
        _signing = new EcdsaPrivateKey(Ecdsa.P256, key);
        SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
    }

    public override SignatureScheme Scheme => _signing.Scheme;

    /// <summary>65 bytes, uncompressed (SEC 1, section 2.3.3).</summary>
    public override ReadOnlyMemory<byte> PublicKey => _signing.PublicKey;

    /// <summary>DER (RFC 5280, section 4.1.2.7).</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    public static EcdsaP256PrivateKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="privateKeyInfo">PKCS#8 in exact DER, not encrypted.</param>
    /// <exception cref="CryptographicException">Not a P-256 key, or in another encoding.</exception>
    public static EcdsaP256PrivateKey FromPkcs8(ReadOnlySpan<byte> privateKeyInfo)
    {
        var copy = privateKeyInfo.ToArray();
        try
        {
            return FromPkcs8(PrivateKeyInfo.Read(copy));
        }
        catch (AsnContentException malformed)
        {
            throw new CryptographicException("The key is not in PKCS#8.", malformed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <exception cref="CryptographicException">Not a P-256 key, or in another encoding.</exception>
    internal static EcdsaP256PrivateKey FromPkcs8(PrivateKeyInfo info)
    {
        // ECPrivateKey (RFC 5915, section 3), of which .NET reads any form of BER.
        if (info.Curve != KeyKind.P256 || !Der.IsExact(info.PrivateKey.Span)) throw new CryptographicException("The key is not a P-256 key in DER.");
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(info.Encoded.Span, out _);
            return new EcdsaP256PrivateKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <returns>The signature in DER.</returns>
    public override byte[] Sign(ReadOnlySpan<byte> message) => _signing.Sign(message);

    public override byte[] ToBytes() => _signing.ToBytes();

    /// <returns>PKCS#8 in DER, not encrypted; the caller zeroes it.</returns>
    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    public override void Dispose() => _signing.Dispose();
}
