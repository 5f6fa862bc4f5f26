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

    public override KemKey Load(ReadOnlySpan<byte> privateKey) => new PrivateKey(this, group.Load(privateKey));

    internal override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var scalar = DerivePrivateKey(randomness);
        try
        {
            using var ephemeral = group.Load(scalar);
            return (ExtractAndExpand(ephemeral.Agree(publicKey), ephemeral.Element, publicKey), ephemeral.Element);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <param name="agreed">Zeroed here.</param>
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

    private sealed class PrivateKey(DhKem kem, GroupKey key) : KemKey(key.Element)
    {
        public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated)
        {
            RequireSize(encapsulated, kem.EncapsulationSize, "The encapsulated key");
            return kem.ExtractAndExpand(key.Agree(encapsulated), encapsulated, key.Element);
        }

        public override void Dispose() => key.Dispose();
    }
}
