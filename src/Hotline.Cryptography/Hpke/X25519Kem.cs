using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>DHKEM(X25519, HKDF-SHA256), 0x0020.</summary>
internal sealed class X25519Kem() : DhKem(KemId.DhKemX25519, HashAlgorithmName.SHA256)
{
    public override int PublicKeySize => X25519.KeySize;

    public override int PrivateKeySize => X25519.KeySize;

    public override byte[] GeneratePrivateKey() => RandomNumberGenerator.GetBytes(X25519.KeySize);

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial)
    {
        var pseudorandom = Labeled.Extract(Hash, SuiteId, [], "dkp_prk"u8, keyMaterial);
        try
        {
            return Labeled.Expand(Hash, SuiteId, pseudorandom, "sk"u8, [], X25519.KeySize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pseudorandom);
        }
    }

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey) => X25519.PublicKeyOf(privateKey);

    protected override byte[] Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey) =>
        X25519.Agree(privateKey, publicKey) ?? throw new HpkeException("The public key leads to an all-zero secret.");
}
