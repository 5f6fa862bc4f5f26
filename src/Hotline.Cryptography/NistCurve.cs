using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Parameters;

namespace Hotline.Cryptography;

/// <summary>P-256, P-384 or P-521 (SP 800-186): what scalars and points of it look like as bytes.</summary>
/// <remarks>Points are uncompressed: 4, then both coordinates (SEC 1, section 2.3.3). Scalars are big-endian and as long as a coordinate.</remarks>
internal sealed class NistCurve
{
    private const byte Uncompressed = 4;

    /// <summary>Of the group, big-endian: a scalar is below it and not zero.</summary>
    private readonly byte[] _order;

    /// <param name="name">As NIST names it.</param>
    private NistCurve(string name, ECCurve curve)
    {
        Curve = curve;
        Managed = new ECDomainParameters(CustomNamedCurves.GetByName(name));
        _order = Managed.N.ToByteArrayUnsigned();
    }

    public static NistCurve P256 { get; } = new("P-256", ECCurve.NamedCurves.nistP256);

    public static NistCurve P384 { get; } = new("P-384", ECCurve.NamedCurves.nistP384);

    public static NistCurve P521 { get; } = new("P-521", ECCurve.NamedCurves.nistP521);

    public ECCurve Curve { get; }

    /// <summary>The same curve in BouncyCastle, with arithmetic of its own.</summary>
    public ECDomainParameters Managed { get; }

    /// <summary>In bytes.</summary>
    public int ScalarSize => _order.Length;

    /// <summary>In bytes.</summary>
    public int PointSize => 1 + (2 * _order.Length);

    /// <summary>Whether bytes are a number between zero and the order, both excluded. Takes the same time for all numbers: most are secret.</summary>
    public bool IsScalar(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ScalarSize) return false;
        var (borrow, bits) = (0, 0);
        for (var at = bytes.Length - 1; at >= 0; at--)
        {
            borrow = ((bytes[at] - _order[at] - borrow) >> 31) & 1;
            bits |= bytes[at];
        }

        return (borrow == 1) & (bits != 0);
    }

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
