using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>A key encapsulation mechanism (RFC 9180, section 4). Keys and encapsulations are byte strings of fixed sizes.</summary>
internal abstract class Kem(KemId id)
{
    private static readonly Kem[] BuiltIn =
    [
        new DhKem(KemId.DhKemP256, KdfId.HkdfSha256, NistGroup.P256),
        new DhKem(KemId.DhKemP384, KdfId.HkdfSha384, NistGroup.P384),
        new DhKem(KemId.DhKemP521, KdfId.HkdfSha512, NistGroup.P521),
        new DhKem(KemId.DhKemX25519, KdfId.HkdfSha256, new X25519Group()),
        new DhKem(KemId.DhKemX448, KdfId.HkdfSha512, new X448Group()),
        MlKem.With512, MlKem.With768, MlKem.With1024,
        new HybridKem(KemId.MlKem768P256, MlKem.With768, NistGroup.P256, groupSeedSize: 128, "MLKEM768-P256"),
        new HybridKem(KemId.MlKem1024P384, MlKem.With1024, NistGroup.P384, groupSeedSize: 48, "MLKEM1024-P384"),
        new HybridKem(KemId.MlKem768X25519, MlKem.With768, new X25519Group(), groupSeedSize: 32, @"\.//^\"),
    ];

    public KemId Id => id;

    public abstract int PublicKeySize { get; }

    public abstract int PrivateKeySize { get; }

    public abstract int EncapsulationSize { get; }

    /// <summary>How many random bytes an encapsulation takes.</summary>
    public abstract int RandomnessSize { get; }

    /// <exception cref="NotSupportedException">Not built in.</exception>
    public static Kem Of(KemId id) =>
        Array.Find(BuiltIn, kem => kem.Id == id) ?? throw new NotSupportedException($"KEM 0x{(ushort)id:x4} is not built in.");

    /// <summary>GenerateKeyPair by DeriveKeyPair over fresh random bytes, as RFC 9180, section 4, allows.</summary>
    public byte[] GeneratePrivateKey()
    {
        var keyMaterial = RandomNumberGenerator.GetBytes(PrivateKeySize);
        try
        {
            return DerivePrivateKey(keyMaterial);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyMaterial);
        }
    }

    /// <summary>DeriveKeyPair: the private key for some key material of at least its size.</summary>
    public abstract byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial);

    public virtual bool IsPrivateKey(ReadOnlySpan<byte> bytes) => bytes.Length == PrivateKeySize;

    /// <param name="privateKey">For which <see cref="IsPrivateKey"/> holds; not kept.</param>
    public abstract KemKey Load(ReadOnlySpan<byte> privateKey);

    /// <exception cref="HpkeException">The public key is malformed or weak.</exception>
    public (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        var randomness = RandomNumberGenerator.GetBytes(RandomnessSize);
        try
        {
            return Encapsulate(publicKey, randomness);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(randomness);
        }
    }

    /// <summary>The same bytes for the same randomness, as vectors need.</summary>
    /// <exception cref="HpkeException">The public key is malformed or weak.</exception>
    internal abstract (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness);

    /// <summary>DeriveKeyPair where it is one step over SHAKE256 (draft-ietf-hpke-pq).</summary>
    protected byte[] DeriveOnce(ReadOnlySpan<byte> keyMaterial, int size) => Labeled.Derive(SuiteIdOf(id), keyMaterial, "DeriveKeyPair"u8, [], size);

    protected static byte[] SuiteIdOf(KemId id) => [.. "KEM"u8, .. Labeled.TwoBytes((ushort)id)];

    protected static void RequireSize(ReadOnlySpan<byte> bytes, int size, string what)
    {
        if (bytes.Length != size) throw new HpkeException($"{what} has {size} bytes, not {bytes.Length}.");
    }
}
