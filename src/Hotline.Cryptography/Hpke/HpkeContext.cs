using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>Keys of one encryption context (RFC 9180, section 5), and the place in its sequence.</summary>
internal sealed class HpkeContext : IDisposable
{
    private readonly HpkeSuite _suite;
    private readonly byte[] _key;
    private readonly byte[] _baseNonce;
    private readonly byte[] _exporterSecret;
    private ulong _sequence;
    private bool _disposed;

    private HpkeContext(HpkeSuite suite, byte[] key, byte[] baseNonce, byte[] exporterSecret) =>
        (_suite, _key, _baseNonce, _exporterSecret) = (suite, key, baseNonce, exporterSecret);

    /// <summary>The key schedule (RFC 9180, section 5.1), modes base and PSK.</summary>
    /// <param name="sharedSecret">Of the KEM; zeroed here.</param>
    public static HpkeContext Create(HpkeSuite suite, byte[] sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        byte mode = psk.IsEmpty ? (byte)0 : (byte)1;
        var suiteId = suite.SuiteId;
        var pskIdHash = Labeled.Extract(suite.Hash, suiteId, [], "psk_id_hash"u8, pskId);
        var infoHash = Labeled.Extract(suite.Hash, suiteId, [], "info_hash"u8, info);
        byte[] context = [mode, .. pskIdHash, .. infoHash];
        var secret = Labeled.Extract(suite.Hash, suiteId, sharedSecret, "secret"u8, psk);
        try
        {
            return new HpkeContext(
                suite,
                Labeled.Expand(suite.Hash, suiteId, secret, "key"u8, context, suite.KeySize),
                Labeled.Expand(suite.Hash, suiteId, secret, "base_nonce"u8, context, suite.KeySize == 0 ? 0 : HpkeSuite.NonceSize),
                Labeled.Expand(suite.Hash, suiteId, secret, "exp"u8, context, Labeled.SizeOf(suite.Hash)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(sharedSecret);
        }
    }

    public byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[HpkeSuite.NonceSize];
        Nonce(nonce);
        var sealedBytes = new byte[plaintext.Length + HpkeSuite.TagSize];
        Aead.Encrypt(_suite.Aead, _key, nonce, plaintext, sealedBytes, associatedData);
        _sequence++;
        return sealedBytes;
    }

    /// <exception cref="HpkeException">It does not open.</exception>
    public byte[] Open(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        Span<byte> nonce = stackalloc byte[HpkeSuite.NonceSize];
        Nonce(nonce);
        if (ciphertext.Length < HpkeSuite.TagSize) throw new HpkeException("The ciphertext does not open.");
        var plaintext = new byte[ciphertext.Length - HpkeSuite.TagSize];
        try
        {
            Aead.Decrypt(_suite.Aead, _key, nonce, ciphertext, plaintext, associatedData);
        }
        catch (CryptographicException tampered)
        {
            throw new HpkeException("The ciphertext does not open.", tampered);
        }

        _sequence++;
        return plaintext;
    }

    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, HpkeSuite.MaxExportBlocks * Labeled.SizeOf(_suite.Hash));
        return Labeled.Expand(_suite.Hash, _suite.SuiteId, _exporterSecret, "sec"u8, exporterContext, length);
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

    private void Nonce(Span<byte> nonce)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_suite.Aead == AeadId.ExportOnly) throw new NotSupportedException("An export-only context neither seals nor opens.");
        // The last number is never used, so that the counter cannot wrap and repeat a nonce (RFC 9180, section 5.2).
        if (_sequence == ulong.MaxValue) throw new InvalidOperationException("The context has sealed or opened all it can.");
        _baseNonce.CopyTo(nonce);
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counter, _sequence);
        for (var at = 0; at < counter.Length; at++) nonce[HpkeSuite.NonceSize - counter.Length + at] ^= counter[at];
    }
}
