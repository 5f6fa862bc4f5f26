using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>Keys of one encryption context (RFC 9180, section 5): seals or opens in sequence, and exports secrets.</summary>
public sealed class HpkeContext : IDisposable
{
    private readonly HpkeSuite _suite;
    private readonly byte[] _key;
    private readonly byte[] _baseNonce;
    private readonly byte[] _exporterSecret;
    private ulong _sequence;

    private HpkeContext(HpkeSuite suite, byte[] key, byte[] baseNonce, byte[] exporterSecret) =>
        (_suite, _key, _baseNonce, _exporterSecret) = (suite, key, baseNonce, exporterSecret);

    /// <summary>Seals the next message.</summary>
    /// <returns>Ciphertext and tag: 16 bytes longer than the plaintext.</returns>
    public byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        Span<byte> nonce = stackalloc byte[HpkeSuite.NonceSize];
        Nonce(nonce);
        var sealedBytes = new byte[plaintext.Length + HpkeSuite.TagSize];
        Aead.Encrypt(_suite.Aead, _key, nonce, plaintext, sealedBytes, associatedData);
        _sequence = checked(_sequence + 1);
        return sealedBytes;
    }

    /// <summary>Opens the next message; the context moves on only when it opens.</summary>
    /// <exception cref="HpkeException">It does not open.</exception>
    public byte[] Open(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < HpkeSuite.TagSize) throw new HpkeException("The ciphertext does not open.");
        Span<byte> nonce = stackalloc byte[HpkeSuite.NonceSize];
        Nonce(nonce);
        var plaintext = new byte[ciphertext.Length - HpkeSuite.TagSize];
        try
        {
            Aead.Decrypt(_suite.Aead, _key, nonce, ciphertext, plaintext, associatedData);
        }
        catch (CryptographicException tampered)
        {
            throw new HpkeException("The ciphertext does not open.", tampered);
        }

        _sequence = checked(_sequence + 1);
        return plaintext;
    }

    /// <summary>A secret that both sides can derive (RFC 9180, section 5.3).</summary>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) =>
        Labeled.Expand(_suite.Hash, _suite.SuiteId, _exporterSecret, "sec"u8, exporterContext, length);

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_exporterSecret);
    }

    /// <summary>Takes a place in the sequence, as the published vectors need.</summary>
    internal void SkipTo(ulong sequence) => _sequence = sequence;

    /// <summary>The key schedule (RFC 9180, section 5.1), modes base and PSK.</summary>
    internal static HpkeContext Create(HpkeSuite suite, byte[] sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId)
    {
        // Both or neither, and a PSK has the entropy of 32 bytes (RFC 9180, sections 5.1 and 9.5).
        if (psk.IsEmpty != pskId.IsEmpty) throw new ArgumentException("A PSK comes with its id.", nameof(psk));
        if (psk.Length is > 0 and < 32) throw new ArgumentException("A PSK has at least 32 bytes.", nameof(psk));
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

    private void Nonce(Span<byte> nonce)
    {
        if (_suite.Aead == AeadId.ExportOnly) throw new NotSupportedException("An export-only context neither seals nor opens.");
        _baseNonce.CopyTo(nonce);
        Span<byte> counter = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counter, _sequence);
        for (var at = 0; at < counter.Length; at++) nonce[HpkeSuite.NonceSize - counter.Length + at] ^= counter[at];
    }
}
