namespace Hotline.Cryptography.Hpke;

/// <summary>Diffie-Hellman over P-256, P-384 or P-521. Elements are uncompressed points; the secret is the x coordinate (RFC 9180, section 7.1.1).</summary>
/// <param name="mask">What the first byte of a candidate is masked with (RFC 9180, section 7.1.3).</param>
internal abstract class NistGroup(NistCurve curve, byte mask) : KeyGroup(curve.ScalarSize, curve.PointSize)
{
    public static NistGroup P256 { get; } = new PlatformGroup(NistCurve.P256, mask: 0xff);

    public static NistGroup P384 { get; } = new P384Group();

    public static NistGroup P521 { get; } = new PlatformGroup(NistCurve.P521, mask: 0x01);

    protected NistCurve Curve => curve;

    public override bool IsScalar(ReadOnlySpan<byte> bytes) => curve.IsScalar(bytes);

    /// <summary>Tries candidates until one is a scalar; the first nearly always is.</summary>
    public override byte[] DeriveScalar(Expansion expand)
    {
        for (var counter = 0; counter <= byte.MaxValue; counter++)
        {
            var candidate = expand("candidate"u8, [(byte)counter], ScalarSize);
            candidate[0] &= mask;
            if (IsScalar(candidate)) return candidate;
        }

        throw new HpkeException("No private key follows from this key material.");
    }

    /// <exception cref="HpkeException">Another form.</exception>
    protected void RequireFormOfPoint(ReadOnlySpan<byte> element)
    {
        if (!curve.HasFormOfPoint(element)) throw new HpkeException("The public key is not an uncompressed point.");
    }
}
