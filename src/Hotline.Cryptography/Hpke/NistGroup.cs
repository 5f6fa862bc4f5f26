using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>Diffie-Hellman over P-256, P-384 or P-521. Elements are uncompressed points; the secret is the x coordinate (RFC 9180, section 7.1.1).</summary>
internal sealed class NistGroup : KeyGroup
{
    private readonly NistCurve _curve;
    private readonly byte _mask;

    /// <param name="mask">What the first byte of a candidate is masked with (RFC 9180, section 7.1.3).</param>
    private NistGroup(NistCurve curve, byte mask)
        : base(curve.ScalarSize, curve.PointSize) => (_curve, _mask) = (curve, mask);

    public static NistGroup P256 { get; } = new(NistCurve.P256, 0xff);

    public static NistGroup P384 { get; } = new(NistCurve.P384, 0xff);

    public static NistGroup P521 { get; } = new(NistCurve.P521, 0x01);

    public override bool IsScalar(ReadOnlySpan<byte> bytes) => _curve.IsScalar(bytes);

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
        return NistCurve.Encode(key.ExportParameters(includePrivateParameters: false).Q);
    }

    public override byte[] Agree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element)
    {
        if (!_curve.HasFormOfPoint(element)) throw new HpkeException("The public key is not an uncompressed point.");
        using var own = Import(scalar);
        try
        {
            using var other = ECDiffieHellman.Create(_curve.PublicKey(element));
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
            return ECDiffieHellman.Create(_curve.PrivateKey(copy));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }
}
