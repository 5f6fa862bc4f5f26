using System.Security.Cryptography;
using System.Text;

namespace Hotline.Cryptography.Hpke;

/// <summary>
/// ML-KEM and a Diffie-Hellman group together (draft-ietf-hpke-pq; draft-irtf-cfrg-concrete-hybrid-kems; with X25519 also known as X-Wing,
/// draft-connolly-cfrg-xwing-kem): as strong as the stronger of the two. The private key is a 32-byte seed; public keys and encapsulations
/// are ML-KEM's, then the group's.
/// </summary>
/// <param name="groupSeedSize">Bytes that a scalar of the group is drawn from.</param>
/// <param name="label">Tells the hybrids apart when their secrets are combined.</param>
internal sealed class HybridKem(KemId id, MlKem quantumSafe, KeyGroup group, int groupSeedSize, string label) : Kem(id)
{
    private const int SeedSize = 32;

    private readonly byte[] _label = Encoding.ASCII.GetBytes(label);

    public override int PublicKeySize => quantumSafe.PublicKeySize + group.ElementSize;

    public override int PrivateKeySize => SeedSize;

    public override int EncapsulationSize => quantumSafe.EncapsulationSize + group.ElementSize;

    public override int RandomnessSize => MlKem.MessageSize + groupSeedSize;

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial) => Labeled.Derive(SuiteId, keyMaterial, "DeriveKeyPair"u8, [], SeedSize);

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        var expanded = Expand(privateKey);
        byte[] scalar = [];
        try
        {
            scalar = group.ScalarFrom(expanded.AsSpan(MlKem.SeedSize));
            return PublicKeyOf(expanded.AsSpan(0, MlKem.SeedSize), scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    internal override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var theirs = publicKey[quantumSafe.PublicKeySize..];
        var ephemeral = group.ScalarFrom(randomness[MlKem.MessageSize..]);
        try
        {
            var ours = group.ElementOf(ephemeral);
            var classical = group.Agree(ephemeral, theirs);
            var (secret, ciphertext) = quantumSafe.Encapsulate(publicKey[..quantumSafe.PublicKeySize], randomness[..MlKem.MessageSize]);
            return (Combine(secret, classical, ours, theirs), [.. ciphertext, .. ours]);
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
        byte[] scalar = [];
        try
        {
            scalar = group.ScalarFrom(expanded.AsSpan(MlKem.SeedSize));
            return Decapsulate(encapsulated, expanded.AsSpan(0, MlKem.SeedSize), scalar);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    /// <summary>The public key of both parts, however they were drawn.</summary>
    internal byte[] PublicKeyOf(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> scalar) => [.. quantumSafe.PublicKeyOf(seed), .. group.ElementOf(scalar)];

    /// <summary>The secret of both parts, however they were drawn.</summary>
    internal byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> scalar)
    {
        var theirs = encapsulated[quantumSafe.EncapsulationSize..];
        var classical = group.Agree(scalar, theirs);
        var secret = quantumSafe.Decapsulate(encapsulated[..quantumSafe.EncapsulationSize], seed);
        return Combine(secret, classical, theirs, group.ElementOf(scalar));
    }

    /// <summary>64 bytes of ML-KEM seed, then the seed of the group's scalar.</summary>
    private byte[] Expand(ReadOnlySpan<byte> seed) => Shake256.HashData(seed, MlKem.SeedSize + groupSeedSize);

    /// <summary>The secrets, then what the group's secret depends on. ML-KEM's ciphertext is bound by ML-KEM itself. Zeroes both secrets.</summary>
    private byte[] Combine(byte[] secret, byte[] classical, ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> publicKey)
    {
        byte[] input = [.. secret, .. classical, .. encapsulated, .. publicKey, .. _label];
        try
        {
            return SHA3_256.HashData(input);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(classical);
        }
    }
}
