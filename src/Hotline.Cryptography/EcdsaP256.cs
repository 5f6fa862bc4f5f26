using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>Verifies ECDSA over P-256 with SHA-256 (FIPS 186-5, section 6.4); signatures are strict DER (RFC 3279, section 2.2.3).</summary>
public static class EcdsaP256
{
    /// <summary>An uncompressed point: 4, then both coordinates (SEC 1, section 2.3.3).</summary>
    public const int PublicKeySize = 65;

    private const int CoordinateSize = 32;
    private const int MaxSignatureSize = 72;

    /// <summary>False for every signature that does not hold, malformed keys and encodings included; never throws on foreign bytes.</summary>
    /// <param name="publicKey">65 bytes, uncompressed.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeySize || publicKey[0] != 4 || !IsStrictDer(signature)) return false;
        try
        {
            using var key = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = publicKey.Slice(1, CoordinateSize).ToArray(), Y = publicKey[(1 + CoordinateSize)..].ToArray() },
            });
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            // The point is not on the curve.
            return false;
        }
    }

    /// <summary>
    /// Whether a signature is two positive integers in DER and nothing else. OpenSSL also takes an integer without the zero that keeps it
    /// positive, so one signature would have two encodings (Wycheproof, "MissingZero").
    /// </summary>
    internal static bool IsStrictDer(ReadOnlySpan<byte> signature)
    {
        if (signature.Length > MaxSignatureSize) return false;
        try
        {
            var reader = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var r = sequence.ReadInteger();
            var s = sequence.ReadInteger();
            sequence.ThrowIfNotEmpty();
            return r > BigInteger.Zero && s > BigInteger.Zero;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
