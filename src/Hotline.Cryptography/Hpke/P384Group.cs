using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace Hotline.Cryptography.Hpke;

/// <summary>
/// P-384 by BouncyCastle: OpenSSL 3.0 as distributions build it has no fast P-384, and takes over three times as long for an encapsulation.
/// </summary>
/// <remarks>
/// BouncyCastle multiplies a foreign point in a time that depends on the scalar. Hence the scalar is split into a random one and the rest, anew
/// each time: either tells nothing of their sum. Its numbers cannot be zeroed: they are let go, as an ML-KEM key is.
/// </remarks>
internal sealed class P384Group() : NistGroup(NistCurve.P384, mask: 0xff)
{
    public override GroupKey Load(ReadOnlySpan<byte> scalar)
    {
        // A comb over all bits of the order, whose table is read whole: it takes the same time for every scalar.
        var number = new BigInteger(1, scalar);
        return new PrivateKey(this, number, Curve.Managed.G.Multiply(number).GetEncoded(compressed: false));
    }

    private sealed class PrivateKey(P384Group group, BigInteger scalar, byte[] element) : GroupKey(element)
    {
        private BigInteger? _scalar = scalar;

        public override byte[] Agree(ReadOnlySpan<byte> other)
        {
            ObjectDisposedException.ThrowIf(_scalar is null, this);
            group.RequireFormOfPoint(other);
            var curve = group.Curve.Managed;
            Span<byte> random = stackalloc byte[group.ScalarSize];
            RandomNumberGenerator.Fill(random);
            try
            {
                var point = curve.Curve.DecodePoint(other);
                var part = new BigInteger(1, random).Mod(curve.N);
                var agreed = ECAlgorithms.SumOfTwoMultiplies(point, part, point, _scalar.Subtract(part).Mod(curve.N)).Normalize();
                return agreed.AffineXCoord.GetEncoded();
            }
            catch (ArgumentException offCurve)
            {
                throw new HpkeException("The public key is not a point of the curve.", offCurve);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(random);
            }
        }

        public override void Dispose() => _scalar = null;
    }
}
