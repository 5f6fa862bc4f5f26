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

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial) => DeriveOnce(keyMaterial, SeedSize);

    public override KemKey Load(ReadOnlySpan<byte> privateKey)
    {
        // 64 bytes of ML-KEM seed, then the seed of the group's scalar.
        var expanded = Shake256.HashData(privateKey, MlKem.SeedSize + groupSeedSize);
        try
        {
            return Load(expanded.AsSpan(0, MlKem.SeedSize), group.ScalarFrom(expanded.AsSpan(MlKem.SeedSize)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expanded);
        }
    }

    /// <summary>The key of both parts, however they were drawn.</summary>
    internal KemKey Load(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> scalar) => new PrivateKey(this, quantumSafe.Load(seed), group.Load(scalar));

    internal override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var theirs = publicKey[quantumSafe.PublicKeySize..];
        using var ephemeral = group.Load(group.ScalarFrom(randomness[MlKem.MessageSize..]));
        var (secret, ciphertext) = quantumSafe.Encapsulate(publicKey[..quantumSafe.PublicKeySize], randomness[..MlKem.MessageSize]);
        return (Combine(secret, ephemeral.Agree(theirs), ephemeral.Element, theirs), [.. ciphertext, .. ephemeral.Element]);
    }

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

    private sealed class PrivateKey(HybridKem kem, KemKey quantumSafe, GroupKey classical) : KemKey([.. quantumSafe.PublicKey, .. classical.Element])
    {
        public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated)
        {
            RequireSize(encapsulated, kem.EncapsulationSize, "The encapsulated key");
            var theirs = encapsulated[^classical.Element.Length..];
            var agreed = classical.Agree(theirs);
            return kem.Combine(quantumSafe.Decapsulate(encapsulated[..^theirs.Length]), agreed, theirs, classical.Element);
        }

        public override void Dispose()
        {
            quantumSafe.Dispose();
            classical.Dispose();
        }
    }
}
