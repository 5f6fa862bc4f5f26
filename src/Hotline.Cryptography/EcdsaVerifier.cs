using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>ECDSA over one curve with the hash that goes with it (FIPS 186-5, section 6.4); signatures are strict DER (RFC 3279, section 2.2.3).</summary>
internal sealed class EcdsaVerifier
{
    private const byte Uncompressed = 4;

    private readonly ECCurve _curve;
    private readonly HashAlgorithmName _hash;
    private readonly int _coordinateSize;

    private EcdsaVerifier(ECCurve curve, HashAlgorithmName hash, int coordinateSize) => (_curve, _hash, _coordinateSize) = (curve, hash, coordinateSize);

    public static EcdsaVerifier P256 { get; } = new(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256, coordinateSize: 32);

    public static EcdsaVerifier P384 { get; } = new(ECCurve.NamedCurves.nistP384, HashAlgorithmName.SHA384, coordinateSize: 48);

    /// <summary>A sequence of two integers, each with a zero that keeps it positive; all lengths take one byte.</summary>
    private int MaxSignatureSize => 2 + (2 * (2 + 1 + _coordinateSize));

    /// <summary>False for every signature that does not hold, malformed keys and encodings included; never throws on foreign bytes.</summary>
    /// <param name="publicKey">An uncompressed point (SEC 1, section 2.3.3).</param>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != 1 + (2 * _coordinateSize) || publicKey[0] != Uncompressed || !IsStrictDer(signature)) return false;
        try
        {
            using var key = ECDsa.Create(new ECParameters
            {
                Curve = _curve,
                Q = new ECPoint { X = publicKey.Slice(1, _coordinateSize).ToArray(), Y = publicKey[(1 + _coordinateSize)..].ToArray() },
            });
            return key.VerifyData(message, signature, _hash, DSASignatureFormat.Rfc3279DerSequence);
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
    private bool IsStrictDer(ReadOnlySpan<byte> signature)
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
