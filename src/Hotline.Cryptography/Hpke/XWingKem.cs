using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>
/// ML-KEM-768 and X25519 together, 0x647a (draft-connolly-cfrg-xwing-kem; draft-ietf-hpke-pq): as strong as the stronger of the two.
/// The private key is a 32-byte seed; a public key is the ML-KEM key, then the X25519 key.
/// </summary>
internal sealed class XWingKem() : Kem(KemId.MlKem768X25519)
{
    private const int SeedSize = 32;

    private static ReadOnlySpan<byte> Label => @"\.//^\"u8;

    public override int PublicKeySize => MlKem768Kem.EncapsulationKeySize + X25519.KeySize;

    public override int PrivateKeySize => SeedSize;

    public override int EncapsulationSize => MlKem768Kem.CiphertextSize + X25519.KeySize;

    public override byte[] GeneratePrivateKey() => RandomNumberGenerator.GetBytes(SeedSize);

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial) => Labeled.Derive(SuiteId, keyMaterial, "DeriveKeyPair"u8, [], SeedSize);

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        var expanded = Expand(privateKey);
        try
        {
            return [.. MlKem768Kem.Expand(expanded.AsSpan(0, MlKem768Kem.SeedSize)).GetPublicKeyEncoded(), .. X25519.PublicKeyOf(expanded.AsSpan(MlKem768Kem.SeedSize))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
        }
    }

    public override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var theirs = publicKey[MlKem768Kem.EncapsulationKeySize..];
        var (quantumSafe, ciphertext) = MlKem768Kem.EncapsulateTo(publicKey[..MlKem768Kem.EncapsulationKeySize]);
        var ephemeral = RandomNumberGenerator.GetBytes(X25519.KeySize);
        try
        {
            var ours = X25519.PublicKeyOf(ephemeral);
            var classical = X25519.Agree(ephemeral, theirs) ?? throw new HpkeException("The public key leads to an all-zero secret.");
            return (Combine(quantumSafe, classical, ours, theirs), [.. ciphertext, .. ours]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(ephemeral);
        }
    }

    public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> privateKey)
    {
        RequireSize(encapsulated, EncapsulationSize, "The encapsulated key");
        var expanded = Expand(privateKey);
        try
        {
            var theirs = encapsulated[MlKem768Kem.CiphertextSize..];
            var own = expanded.AsSpan(MlKem768Kem.SeedSize);
            var quantumSafe = MlKem768Kem.DecapsulateFrom(encapsulated[..MlKem768Kem.CiphertextSize], expanded.AsSpan(0, MlKem768Kem.SeedSize));
            var classical = X25519.Agree(own, theirs) ?? throw new HpkeException("The encapsulated key leads to an all-zero secret.");
            return Combine(quantumSafe, classical, theirs, X25519.PublicKeyOf(own));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
        }
    }

    /// <summary>64 bytes of ML-KEM seed, then 32 of X25519 private key.</summary>
    private static byte[] Expand(ReadOnlySpan<byte> seed) => Shake256.HashData(seed, MlKem768Kem.SeedSize + X25519.KeySize);

    private static byte[] Combine(byte[] quantumSafe, byte[] classical, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> publicKey)
    {
        byte[] input = [.. quantumSafe, .. classical, .. encapsulated, .. publicKey, .. Label];
        try
        {
            return SHA3_256.HashData(input);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(quantumSafe);
            CryptographicOperations.ZeroMemory(classical);
        }
    }
}
