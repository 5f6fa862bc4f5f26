namespace Hotline.Cryptography.Hpke;

/// <summary>A key encapsulation mechanism (RFC 9180, section 4). Keys and encapsulations are byte strings of fixed sizes.</summary>
internal abstract class Kem(KemId id)
{
    private static readonly Kem[] BuiltIn = [new X25519Kem(), NistKem.P256, NistKem.P384, NistKem.P521, new MlKem768Kem(), new XWingKem()];

    public KemId Id => id;

    public abstract int PublicKeySize { get; }

    public abstract int PrivateKeySize { get; }

    public abstract int EncapsulationSize { get; }

    protected byte[] SuiteId { get; } = [.. "KEM"u8, .. Labeled.TwoBytes((ushort)id)];

    /// <exception cref="NotSupportedException">Not built in.</exception>
    public static Kem Of(KemId id) =>
        Array.Find(BuiltIn, kem => kem.Id == id) ?? throw new NotSupportedException($"KEM 0x{(ushort)id:x4} is not built in.");

    public abstract byte[] GeneratePrivateKey();

    /// <summary>DeriveKeyPair: the private key for some key material of at least its size.</summary>
    public abstract byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial);

    public abstract byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey);

    /// <exception cref="HpkeException">The public key is malformed or weak.</exception>
    public abstract (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey);

    /// <exception cref="HpkeException">The encapsulation is malformed or weak.</exception>
    public abstract byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> privateKey);

    protected static void RequireSize(ReadOnlySpan<byte> bytes, int size, string what)
    {
        if (bytes.Length != size) throw new HpkeException($"{what} has {size} bytes, not {bytes.Length}.");
    }
}
