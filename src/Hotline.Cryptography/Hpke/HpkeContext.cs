using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>Keys of one encryption context (RFC 9180, section 5), and the place in its sequence.</summary>
internal sealed class HpkeContext : IDisposable
{
    private readonly Labeled _labeled;
    private readonly Aead? _aead;
    private readonly byte[] _key;
    private readonly byte[] _baseNonce;
    private readonly byte[] _exporterSecret;
    private ulong _sequence;
    private bool _disposed;

    /// <param name="aead">Null when the suite only exports.</param>
    private HpkeContext(Labeled labeled, Aead? aead, byte[] key, byte[] baseNonce, byte[] exporterSecret) =>
        (_labeled, _aead, _key, _baseNonce, _exporterSecret) = (labeled, aead, key, baseNonce, exporterSecret);

    /// <summary>The key schedule (RFC 9180, section 5.1), modes base and PSK.</summary>
    /// <param name="sharedSecret">Of the KEM; zeroed here.</param>
    public static HpkeContext Create(HpkeSuite suite, byte[] sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId) =>
        Create(new HpkeInfo(suite, info), sharedSecret, psk, pskId);

    /// <summary>The same, with the info hashed before.</summary>
    /// <param name="sharedSecret">Of the KEM; zeroed here.</param>
    public static HpkeContext Create(HpkeInfo info, byte[] sharedSecret, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        var suite = info.Suite;
        byte mode = psk.IsEmpty ? (byte)0 : (byte)1;
        var aead = suite.Aead == AeadId.ExportOnly ? null : Aead.Of(suite.Aead);
        var labeled = new Labeled(Kdf.Of(suite.Kdf), suite.SuiteId);
        byte[] context = [mode, .. labeled.Extract([], "psk_id_hash"u8, pskId), .. info.Hash];
        var secret = labeled.Extract(sharedSecret, "secret"u8, psk);
        try
        {
            return new HpkeContext(
                labeled,
                aead,
                labeled.Expand(secret, "key"u8, context, aead is null ? 0 : aead.KeySize),
                labeled.Expand(secret, "base_nonce"u8, context, aead is null ? 0 : Aead.NonceSize),
                labeled.Expand(secret, "exp"u8, context, labeled.SecretSize));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(sharedSecret);
        }
    }

    public byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[Aead.NonceSize];
        var sealedBytes = At(nonce).Seal(_key, nonce, associatedData, plaintext);
        _sequence++;
        return sealedBytes;
    }

    /// <exception cref="HpkeException">It does not open.</exception>
    public byte[] Open(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        Span<byte> nonce = stackalloc byte[Aead.NonceSize];
        var plaintext = At(nonce).Open(_key, nonce, associatedData, ciphertext);
        _sequence++;
        return plaintext;
    }

    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _labeled.Expand(_exporterSecret, "sec"u8, exporterContext, length);
    }

    /// <summary>Takes a place in the sequence, as the published vectors need.</summary>
    public void SkipTo(ulong sequence) => _sequence = sequence;

    public void Dispose()
    {
        // A zeroed key would still encrypt, for everybody to read: hence the flag.
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_baseNonce);
        CryptographicOperations.ZeroMemory(_exporterSecret);
    }

    /// <summary>The cipher, and the nonce for this place in the sequence.</summary>
    private Aead At(Span<byte> nonce)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_aead is null) throw new NotSupportedException("An export-only context neither seals nor opens.");
        // The last number is never used, so that the counter cannot wrap and repeat a nonce (RFC 9180, section 5.2).
        if (_sequence == ulong.MaxValue) throw new InvalidOperationException("The context has sealed or opened all it can.");
        _baseNonce.CopyTo(nonce);
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counter, _sequence);
        for (var at = 0; at < counter.Length; at++) nonce[Aead.NonceSize - counter.Length + at] ^= counter[at];
        return _aead;
    }
}
