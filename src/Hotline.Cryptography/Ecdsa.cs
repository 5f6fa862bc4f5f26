using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;

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

    public override VerificationKey? Read(ReadOnlySpan<byte> publicKey)
    {
        if (!Curve.HasFormOfPoint(publicKey)) return null;
        try
        {
            // OpenSSL 3.0 as distributions build it has no fast P-384: BouncyCastle takes half its time, and what it computes on here is public.
            return Curve == NistCurve.P384 ? ReadManaged(publicKey) : ReadByPlatform(publicKey);
        }
        catch (Exception offCurve) when (offCurve is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private VerificationKey ReadByPlatform(ReadOnlySpan<byte> publicKey)
    {
        var key = ECDsa.Create(Curve.PublicKey(publicKey));
        return new((message, signature) => ReadStrictDer(signature) is not null && key.VerifyData(message, signature, Hash, DSASignatureFormat.Rfc3279DerSequence), key);
    }

    private VerificationKey ReadManaged(ReadOnlySpan<byte> publicKey)
    {
        var key = new ECPublicKeyParameters(Curve.Managed.Curve.DecodePoint(publicKey), Curve.Managed);
        return new((message, signature) =>
        {
            if (ReadStrictDer(signature) is not var (r, s)) return false;
            var verifier = new ECDsaSigner();
            verifier.Init(forSigning: false, key);
            return verifier.VerifySignature(CryptographicOperations.HashData(Hash, message), r, s);
        });
    }

    /// <summary>
    /// The two positive integers of a signature that is these in DER and nothing else; null for any other. OpenSSL also takes an integer
    /// without the zero that keeps it positive, so one signature would have two encodings (Wycheproof, "MissingZero").
    /// </summary>
    private (BigInteger R, BigInteger S)? ReadStrictDer(ReadOnlySpan<byte> signature)
    {
        if (signature.Length > MaxSignatureSize) return null;
        try
        {
            var reader = new AsnReader(signature.ToArray(), AsnEncodingRules.DER);
            var sequence = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var r = new BigInteger(sequence.ReadIntegerBytes().ToArray());
            var s = new BigInteger(sequence.ReadIntegerBytes().ToArray());
            sequence.ThrowIfNotEmpty();
            return r.SignValue > 0 && s.SignValue > 0 ? (r, s) : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
