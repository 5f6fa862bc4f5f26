using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>DHKEM over a NIST curve: P-256 (0x0010), P-384 (0x0011), P-521 (0x0012). Public keys are uncompressed points.</summary>
/// <param name="order">Order of the group, hexadecimal: a private key is below it and not zero.</param>
/// <param name="mask">What the first byte of a candidate is masked with (RFC 9180, section 7.1.3).</param>
internal sealed class NistKem(KemId id, HashAlgorithmName hash, ECCurve curve, string order, byte mask) : DhKem(id, hash)
{
    private readonly byte[] _order = Convert.FromHexString(order);

    public static NistKem P256 { get; } = new(
        KemId.DhKemP256, HashAlgorithmName.SHA256, ECCurve.NamedCurves.nistP256,
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 0xff);

    public static NistKem P384 { get; } = new(
        KemId.DhKemP384, HashAlgorithmName.SHA384, ECCurve.NamedCurves.nistP384,
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 0xff);

    public static NistKem P521 { get; } = new(
        KemId.DhKemP521, HashAlgorithmName.SHA512, ECCurve.NamedCurves.nistP521,
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 0x01);

    public override int PublicKeySize => 1 + (2 * CoordinateSize);

    public override int PrivateKeySize => CoordinateSize;

    private int CoordinateSize => _order.Length;

    public override byte[] GeneratePrivateKey()
    {
        while (true)
        {
            var candidate = RandomNumberGenerator.GetBytes(CoordinateSize);
            candidate[0] &= mask;
            if (IsScalar(candidate)) return candidate;
        }
    }

    /// <summary>Tries candidates until one is a scalar (RFC 9180, section 7.1.3); the first nearly always is.</summary>
    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial)
    {
        var pseudorandom = Labeled.Extract(Hash, SuiteId, [], "dkp_prk"u8, keyMaterial);
        try
        {
            for (var counter = 0; counter <= byte.MaxValue; counter++)
            {
                var candidate = Labeled.Expand(Hash, SuiteId, pseudorandom, "candidate"u8, [(byte)counter], CoordinateSize);
                candidate[0] &= mask;
                if (IsScalar(candidate)) return candidate;
            }

            throw new HpkeException("No private key follows from this key material.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pseudorandom);
        }
    }

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        using var key = Import(privateKey);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    protected override byte[] Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey)
    {
        if (publicKey[0] != 4) throw new HpkeException("The public key is not an uncompressed point.");
        try
        {
            using var own = Import(privateKey);
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = curve,
                Q = new ECPoint { X = publicKey.Slice(1, CoordinateSize).ToArray(), Y = publicKey[(1 + CoordinateSize)..].ToArray() },
            });
            return own.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (CryptographicException offCurve)
        {
            throw new HpkeException("The public key is not a point of the curve.", offCurve);
        }
    }

    private ECDiffieHellman Import(ReadOnlySpan<byte> privateKey) =>
        ECDiffieHellman.Create(new ECParameters { Curve = curve, D = privateKey.ToArray() });

    private bool IsScalar(ReadOnlySpan<byte> candidate) =>
        candidate.IndexOfAnyExcept((byte)0) >= 0 && candidate.SequenceCompareTo(_order) < 0;
}
