using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>A private key that opens what was sealed to its public key. Zeroed when disposed.</summary>
public sealed class KemPrivateKey : IDisposable
{
    private readonly Kem _kem;
    private readonly byte[] _bytes;
    private readonly KemKey _key;
    private bool _disposed;

    /// <param name="bytes">Taken over, and zeroed when disposed.</param>
    private KemPrivateKey(Kem kem, byte[] bytes) => (_kem, _bytes, _key) = (kem, bytes, kem.Load(bytes));

    public KemId Id => _kem.Id;

    /// <summary>In the KEM's own encoding.</summary>
    public ReadOnlyMemory<byte> PublicKey => _key.PublicKey;

    public static KemPrivateKey Generate(KemId id)
    {
        var kem = Kem.Of(id);
        return new KemPrivateKey(kem, kem.GeneratePrivateKey());
    }

    /// <summary>DeriveKeyPair (RFC 9180, section 7.1.3; draft-ietf-hpke-pq).</summary>
    /// <param name="keyMaterial">Secret, and as long as a private key at least.</param>
    public static KemPrivateKey Derive(KemId id, ReadOnlySpan<byte> keyMaterial)
    {
        var kem = Kem.Of(id);
        return new KemPrivateKey(kem, kem.DerivePrivateKey(keyMaterial));
    }

    /// <param name="bytes">In the KEM's own encoding: a scalar, a 64-byte seed for ML-KEM, a 32-byte seed for hybrids.</param>
    /// <exception cref="HpkeException">Another length, or no scalar of the curve.</exception>
    public static KemPrivateKey FromBytes(KemId id, ReadOnlySpan<byte> bytes)
    {
        var kem = Kem.Of(id);
        return kem.IsPrivateKey(bytes)
            ? new KemPrivateKey(kem, bytes.ToArray())
            : throw new HpkeException($"A private key of this KEM has {kem.PrivateKeySize} bytes, and is in the range of its curve.");
    }

    /// <returns>A copy, which the caller zeroes.</returns>
    public byte[] ToBytes()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return (byte[])_bytes.Clone();
    }

    public void Dispose()
    {
        _disposed = true;
        _key.Dispose();
        CryptographicOperations.ZeroMemory(_bytes);
    }

    /// <exception cref="HpkeException">The encapsulation is malformed or weak.</exception>
    internal byte[] Decapsulate(ReadOnlySpan<byte> encapsulated)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _key.Decapsulate(encapsulated);
    }
}
