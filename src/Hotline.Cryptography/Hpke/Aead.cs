using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>The ciphers of HPKE, tag behind the ciphertext.</summary>
internal static class Aead
{
    public static void Encrypt(AeadId id, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> output, ReadOnlySpan<byte> associatedData)
    {
        var ciphertext = output[..plaintext.Length];
        var tag = output[plaintext.Length..];
        if (id == AeadId.ChaCha20Poly1305)
        {
            using var chacha = new ChaCha20Poly1305(key);
            chacha.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
            return;
        }

        using var aes = new AesGcm(key, HpkeSuite.TagSize);
        aes.Encrypt(nonce, plaintext, ciphertext, tag, associatedData);
    }

    /// <exception cref="CryptographicException">The tag does not hold.</exception>
    public static void Decrypt(AeadId id, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> input, Span<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        var ciphertext = input[..plaintext.Length];
        var tag = input[plaintext.Length..];
        if (id == AeadId.ChaCha20Poly1305)
        {
            using var chacha = new ChaCha20Poly1305(key);
            chacha.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
            return;
        }

        using var aes = new AesGcm(key, HpkeSuite.TagSize);
        aes.Decrypt(nonce, ciphertext, tag, plaintext, associatedData);
    }
}
