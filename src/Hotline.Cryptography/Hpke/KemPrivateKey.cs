using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>A private key that opens what was sealed to its public key. Zeroed when disposed.</summary>
public sealed class KemPrivateKey : IDisposable
{
    private readonly byte[] _bytes;

    private KemPrivateKey(Kem kem, byte[] bytes)
    {
        Kem = kem;
        _bytes = bytes;
        PublicKey = kem.PublicKeyOf(bytes);
    }

    public KemId Id => Kem.Id;

    /// <summary>In the KEM's own encoding.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    internal Kem Kem { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    public static KemPrivateKey Generate(KemId id)
    {
        var kem = Kem.Of(id);
        return new KemPrivateKey(kem, kem.GeneratePrivateKey());
    }

    /// <summary>DeriveKeyPair (RFC 9180, section 7.1.3; draft-ietf-hpke-pq).</summary>
    public static KemPrivateKey Derive(KemId id, ReadOnlySpan<byte> keyMaterial)
    {
        var kem = Kem.Of(id);
        return new KemPrivateKey(kem, kem.DerivePrivateKey(keyMaterial));
    }

    /// <param name="bytes">In the KEM's own encoding: 32 bytes, or 64 for ML-KEM.</param>
    /// <exception cref="HpkeException">Another length.</exception>
    public static KemPrivateKey FromBytes(KemId id, ReadOnlySpan<byte> bytes)
    {
        var kem = Kem.Of(id);
        return bytes.Length == kem.PrivateKeySize
            ? new KemPrivateKey(kem, bytes.ToArray())
            : throw new HpkeException($"A private key of this KEM has {kem.PrivateKeySize} bytes.");
    }

    /// <returns>A copy, which the caller zeroes.</returns>
    public byte[] ToBytes() => (byte[])_bytes.Clone();

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
