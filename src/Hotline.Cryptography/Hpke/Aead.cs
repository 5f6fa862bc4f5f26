using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>A cipher that encrypts and authenticates, its tag behind the ciphertext (RFC 5116, section 5; RFC 8439, section 2.8).</summary>
public sealed class Aead
{
    /// <summary>In bytes, Nn: the same for all of them.</summary>
    public const int NonceSize = 12;

    /// <summary>In bytes, Nt: the same for all of them.</summary>
    public const int TagSize = 16;

    private static readonly Aead[] BuiltIn =
    [
        new(AeadId.Aes128Gcm, 16),
        new(AeadId.Aes256Gcm, 32),
        new(AeadId.ChaCha20Poly1305, 32),
    ];

    private Aead(AeadId id, int keySize) => (Id, KeySize) = (id, keySize);

    public AeadId Id { get; }

    /// <summary>In bytes, Nk.</summary>
    public int KeySize { get; }

    /// <exception cref="NotSupportedException">Not built in.</exception>
    public static Aead Of(AeadId id) =>
        Array.Find(BuiltIn, aead => aead.Id == id) ?? throw new NotSupportedException($"AEAD 0x{(ushort)id:x4} is not built in.");

    /// <param name="key">Of <see cref="KeySize"/> bytes.</param>
    /// <param name="nonce">12 bytes, never twice under one key: whoever sees two messages under one nonce can forge a third.</param>
    /// <returns>Ciphertext and tag: 16 bytes longer than the plaintext.</returns>
    /// <exception cref="ArgumentException">Key or nonce has another length.</exception>
    public byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        RequireSizes(key, nonce);
        var sealedBytes = new byte[plaintext.Length + TagSize];
        var ciphertext = sealedBytes.AsSpan(0, plaintext.Length);
        var tag = sealedBytes.AsSpan(plaintext.Length);
        if (Id == AeadId.ChaCha20Poly1305)
        {
            using var chacha = new ChaCha20Poly1305(key);
            chacha.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
        }
        else
        {
            using var aes = new AesGcm(key, TagSize);
            aes.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
        }

        return sealedBytes;
    }

    /// <exception cref="HpkeException">It does not open: key, nonce, associated data or a byte of it is another one.</exception>
    /// <exception cref="ArgumentException">Key or nonce has another length.</exception>
    public byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedBytes)
    {
        RequireSizes(key, nonce);
        if (sealedBytes.Length < TagSize) throw new HpkeException("The ciphertext does not open.");
        var plaintext = new byte[sealedBytes.Length - TagSize];
        var ciphertext = sealedBytes[..plaintext.Length];
        var tag = sealedBytes[plaintext.Length..];
        try
        {
            if (Id == AeadId.ChaCha20Poly1305)
            {
                using var chacha = new ChaCha20Poly1305(key);
                chacha.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            }
            else
            {
                using var aes = new AesGcm(key, TagSize);
                aes.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            }

            return plaintext;
        }
        catch (CryptographicException tampered)
        {
            throw new HpkeException("The ciphertext does not open.", tampered);
        }
    }

    private void RequireSizes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        if (key.Length != KeySize) throw new ArgumentException($"The key has {KeySize} bytes.", nameof(key));
        if (nonce.Length != NonceSize) throw new ArgumentException($"The nonce has {NonceSize} bytes.", nameof(nonce));
    }
}
