using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>P-256, P-384 or P-521 (SP 800-186). Elements are uncompressed points (SEC 1, section 2.3.3); the secret is the x coordinate.</summary>
internal sealed class NistGroup : KeyGroup
{
    private const byte Uncompressed = 4;

    private readonly ECCurve _curve;
    private readonly byte[] _order;
    private readonly byte _mask;

    /// <param name="order">Of the group, hexadecimal: a scalar is below it and not zero.</param>
    /// <param name="mask">What the first byte of a candidate is masked with (RFC 9180, section 7.1.3).</param>
    private NistGroup(ECCurve curve, string order, byte mask)
        : base(order.Length / 2, 1 + order.Length) =>
        (_curve, _order, _mask) = (curve, Convert.FromHexString(order), mask);

    public static NistGroup P256 { get; } = new(
        ECCurve.NamedCurves.nistP256, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 0xff);

    public static NistGroup P384 { get; } = new(
        ECCurve.NamedCurves.nistP384, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973", 0xff);

    public static NistGroup P521 { get; } = new(
        ECCurve.NamedCurves.nistP521,
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409", 0x01);

    public override bool IsScalar(ReadOnlySpan<byte> bytes) =>
        base.IsScalar(bytes) && bytes.IndexOfAnyExcept((byte)0) >= 0 && bytes.SequenceCompareTo(_order) < 0;

    /// <summary>Tries candidates until one is a scalar; the first nearly always is.</summary>
    public override byte[] DeriveScalar(Expansion expand)
    {
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            var candidate = expand("candidate"u8, [(byte)counter], ScalarSize);
            candidate[0] &= _mask;
            if (IsScalar(candidate)) return candidate;
        }

        throw new HpkeException("No private key follows from this key material.");
    }

    public override byte[] ElementOf(ReadOnlySpan<byte> scalar)
    {
        using var key = Import(scalar);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [Uncompressed, .. point.X!, .. point.Y!];
    }

    public override byte[] Agree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element)
    {
        if (element.Length != ElementSize || element[0] != Uncompressed) throw new HpkeException("The public key is not an uncompressed point.");
        using var own = Import(scalar);
        try
        {
            using var other = ECDiffieHellman.Create(new ECParameters
            {
                Curve = _curve,
                Q = new ECPoint { X = element.Slice(1, ScalarSize).ToArray(), Y = element[(1 + ScalarSize)..].ToArray() },
            });
            return own.DeriveRawSecretAgreement(other.PublicKey);
        }
        catch (CryptographicException offCurve)
        {
            throw new HpkeException("The public key is not a point of the curve.", offCurve);
        }
    }

    private ECDiffieHellman Import(ReadOnlySpan<byte> scalar)
    {
        var copy = scalar.ToArray();
        try
        {
            return ECDiffieHellman.Create(new ECParameters { Curve = _curve, D = copy });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }
}
