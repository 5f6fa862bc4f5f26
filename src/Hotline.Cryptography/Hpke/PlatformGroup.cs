using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>A NIST curve as the platform's own library computes on it (OpenSSL on Linux), in constant time.</summary>
internal sealed class PlatformGroup(NistCurve curve, byte mask) : NistGroup(curve, mask)
{
    public override GroupKey Load(ReadOnlySpan<byte> scalar)
    {
        var copy = scalar.ToArray();
        try
        {
            return new PrivateKey(this, ECDiffieHellman.Create(Curve.PrivateKey(copy)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private sealed class PrivateKey(PlatformGroup group, ECDiffieHellman key) : GroupKey(NistCurve.Encode(key.ExportParameters(includePrivateParameters: false).Q))
    {
        public override byte[] Agree(ReadOnlySpan<byte> other)
        {
            group.RequireFormOfPoint(other);
            try
            {
                using var theirs = ECDiffieHellman.Create(group.Curve.PublicKey(other));
                return key.DeriveRawSecretAgreement(theirs.PublicKey);
            }
            catch (CryptographicException offCurve)
            {
                throw new HpkeException("The public key is not a point of the curve.", offCurve);
            }
        }

        public override void Dispose() => key.Dispose();
    }
}
