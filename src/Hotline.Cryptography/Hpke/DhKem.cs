using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>DHKEM(group, HKDF) (RFC 9180, section 4.1).</summary>
/// <param name="hash">The KEM's own hash, whose size is that of its secrets.</param>
internal abstract class DhKem(KemId id, HashAlgorithmName hash) : Kem(id)
{
    protected HashAlgorithmName Hash => hash;

    public override int EncapsulationSize => PublicKeySize;

    public override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var ephemeral = GeneratePrivateKey();
        try
        {
            var encapsulated = PublicKeyOf(ephemeral);
            return (ExtractAndExpand(Agree(ephemeral, publicKey), encapsulated, publicKey), encapsulated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
        }
    }

    public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> privateKey)
    {
        RequireSize(encapsulated, EncapsulationSize, "The encapsulated key");
        return ExtractAndExpand(Agree(privateKey, encapsulated), encapsulated, PublicKeyOf(privateKey));
    }

    /// <summary>The raw shared secret. An all-zero or failing agreement is refused (RFC 9180, section 7.1.4).</summary>
    protected abstract byte[] Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey);

    private byte[] ExtractAndExpand(byte[] agreed, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> publicKey)
    {
        var pseudorandom = Labeled.Extract(Hash, SuiteId, [], "eae_prk"u8, agreed);
        try
        {
            return Labeled.Expand(Hash, SuiteId, pseudorandom, "shared_secret"u8, [.. encapsulated, .. publicKey], Labeled.SizeOf(Hash));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
            CryptographicOperations.ZeroMemory(pseudorandom);
        }
    }
}
