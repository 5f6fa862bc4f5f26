using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>DHKEM(group, HKDF) (RFC 9180, section 4.1).</summary>
/// <param name="kdf">The KEM's own, whose size is that of its secrets; the suite's may be another.</param>
internal sealed class DhKem(KemId id, KdfId kdf, KeyGroup group) : Kem(id)
{
    private readonly Labeled _labeled = new(Kdf.Of(kdf), SuiteIdOf(id));

    public override int PublicKeySize => group.ElementSize;

    public override int PrivateKeySize => group.ScalarSize;

    public override int EncapsulationSize => group.ElementSize;

    /// <summary>Key material of the ephemeral key, ikmE.</summary>
    public override int RandomnessSize => group.ScalarSize;

    public override bool IsPrivateKey(ReadOnlySpan<byte> bytes) => group.IsScalar(bytes);

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial)
    {
        var pseudorandom = _labeled.Extract([], "dkp_prk"u8, keyMaterial);
        try
        {
            return group.DeriveScalar((label, info, length) => _labeled.Expand(pseudorandom, label, info, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pseudorandom);
        }
    }

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey) => group.ElementOf(privateKey);

    internal override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var ephemeral = DerivePrivateKey(randomness);
        try
        {
            var encapsulated = group.ElementOf(ephemeral);
            return (ExtractAndExpand(group.Agree(ephemeral, publicKey), encapsulated, publicKey), encapsulated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
        }
    }

    public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> privateKey)
    {
        RequireSize(encapsulated, EncapsulationSize, "The encapsulated key");
        return ExtractAndExpand(group.Agree(privateKey, encapsulated), encapsulated, group.ElementOf(privateKey));
    }

    private byte[] ExtractAndExpand(byte[] agreed, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> publicKey)
    {
        var pseudorandom = _labeled.Extract([], "eae_prk"u8, agreed);
        try
        {
            return _labeled.Expand(pseudorandom, "shared_secret"u8, [.. encapsulated, .. publicKey], _labeled.SecretSize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
            CryptographicOperations.ZeroMemory(pseudorandom);
        }
    }
}
