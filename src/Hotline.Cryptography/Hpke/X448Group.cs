using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;

namespace Hotline.Cryptography.Hpke;

/// <summary>X448 (RFC 7748, section 5) on raw keys of 56 bytes.</summary>
internal sealed class X448Group() : KeyGroup(KeySize, KeySize)
{
    private const int KeySize = 56;

    public override GroupKey Load(ReadOnlySpan<byte> scalar)
    {
        var element = new byte[KeySize];
        X448.GeneratePublicKey(scalar, element);
        return new PrivateKey(scalar.ToArray(), element);
    }

    private sealed class PrivateKey(byte[] scalar, byte[] element) : GroupKey(element)
    {
        public override byte[] Agree(ReadOnlySpan<byte> other)
        {
            if (other.Length != KeySize) throw new HpkeException("The public key is malformed.");
            var secret = new byte[KeySize];
            if (X448.CalculateAgreement(scalar, other, secret)) return secret;
            throw new HpkeException("The public key leads to an all-zero secret.");
        }

        public override void Dispose() => CryptographicOperations.ZeroMemory(scalar);
    }
}
