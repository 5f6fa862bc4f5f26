using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>P-256, P-384 or P-521 (SP 800-186): what scalars and points of it look like as bytes.</summary>
/// <remarks>Points are uncompressed: 4, then both coordinates (SEC 1, section 2.3.3). Scalars are big-endian and as long as a coordinate.</remarks>
internal sealed class NistCurve
{
    private const byte Uncompressed = 4;

    private readonly byte[] _order;

    /// <param name="order">Of the group, hexadecimal: a scalar is below it and not zero.</param>
    private NistCurve(ECCurve curve, string order) => (Curve, _order) = (curve, Convert.FromHexString(order));

    public static NistCurve P256 { get; } = new(
        ECCurve.NamedCurves.nistP256, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static NistCurve P384 { get; } = new(
        ECCurve.NamedCurves.nistP384, "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973");

    public static NistCurve P521 { get; } = new(
        ECCurve.NamedCurves.nistP521,
        "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409");

    public ECCurve Curve { get; }

    /// <summary>In bytes.</summary>
    public int ScalarSize => _order.Length;

    /// <summary>In bytes.</summary>
    public int PointSize => 1 + (2 * _order.Length);

    public bool IsScalar(ReadOnlySpan<byte> bytes) =>
        bytes.Length == ScalarSize && bytes.IndexOfAnyExcept((byte)0) >= 0 && bytes.SequenceCompareTo(_order) < 0;

    /// <summary>Whether bytes have the form of a point. That it lies on the curve is checked by who imports it.</summary>
    public bool HasFormOfPoint(ReadOnlySpan<byte> bytes) => bytes.Length == PointSize && bytes[0] == Uncompressed;

    /// <param name="point">Of the right form.</param>
    public ECParameters PublicKey(ReadOnlySpan<byte> point) => new()
    {
        Curve = Curve,
        Q = new ECPoint { X = point.Slice(1, ScalarSize).ToArray(), Y = point[(1 + ScalarSize)..].ToArray() },
    };

    /// <param name="scalar">Of the right range; kept, not copied.</param>
    public ECParameters PrivateKey(byte[] scalar) => new() { Curve = Curve, D = scalar };

    public static byte[] Encode(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];
}
