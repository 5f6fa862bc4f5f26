using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>ECDSA over one curve with the hash that goes with it (FIPS 186-5, section 6.4); signatures are strict DER (RFC 3279, section 2.2.3).</summary>
internal sealed class Ecdsa : SignatureScheme
{
    private Ecdsa(string name, ushort id, NistCurve curve, HashAlgorithmName hash)
        : base(name, id, curve.PointSize, curve.ScalarSize) => (Curve, Hash) = (curve, hash);

    public static Ecdsa P256 { get; } = new("ecdsa_secp256r1_sha256", 0x0403, NistCurve.P256, HashAlgorithmName.SHA256);

    public static Ecdsa P384 { get; } = new("ecdsa_secp384r1_sha384", 0x0503, NistCurve.P384, HashAlgorithmName.SHA384);

    public static Ecdsa P521 { get; } = new("ecdsa_secp521r1_sha512", 0x0603, NistCurve.P521, HashAlgorithmName.SHA512);

    public NistCurve Curve { get; }

    public HashAlgorithmName Hash { get; }

    /// <summary>A sequence of two integers, each with a zero that keeps it positive; the sequence's length takes one or two bytes.</summary>
    private int MaxSignatureSize => 3 + (2 * (2 + 1 + Curve.ScalarSize));

    public override SigningKey Generate() => EcdsaPrivateKey.Generate(this);

    public override SigningKey Import(ReadOnlySpan<byte> privateKey) => Curve.IsScalar(privateKey)
        ? EcdsaPrivateKey.FromScalar(this, privateKey)
        : throw new CryptographicException($"A private key of {Name} has {PrivateKeySize} bytes, and is in the range of its curve.");

    public override bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (!Curve.HasFormOfPoint(publicKey) || !IsStrictDer(signature)) return false;
        try
        {
            using var key = ECDsa.Create(Curve.PublicKey(publicKey));
            return key.VerifyData(message, signature, Hash, DSASignatureFormat.Rfc3279DerSequence);
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
