using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Member.Keys;

/// <summary>AES-256-GCM under a key that is used once: 12 random bytes of nonce, ciphertext, 16 bytes of tag.</summary>
internal static class ContentCipher
{
    public const int Overhead = HpkeSuite.NonceSize + HpkeSuite.TagSize;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var sealedContent = new byte[Overhead + plaintext.Length];
        var nonce = sealedContent.AsSpan(0, HpkeSuite.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aead = new AesGcm(key, HpkeSuite.TagSize);
        aead.Encrypt(
            nonce, plaintext, sealedContent.AsSpan(HpkeSuite.NonceSize, plaintext.Length), sealedContent.AsSpan(HpkeSuite.NonceSize + plaintext.Length), associatedData);
        return sealedContent;
    }

    /// <exception cref="HpkeException">It does not open.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> sealedContent)
    {
        if (sealedContent.Length < Overhead) throw new HpkeException("The content does not open.");
        var plaintext = new byte[sealedContent.Length - Overhead];
        try
        {
            using var aead = new AesGcm(key, HpkeSuite.TagSize);
            aead.Decrypt(
                sealedContent[..HpkeSuite.NonceSize], sealedContent[HpkeSuite.NonceSize..^HpkeSuite.TagSize], sealedContent[^HpkeSuite.TagSize..], plaintext, associatedData);
            return plaintext;
        }
        catch (CryptographicException tampered)
        {
            throw new HpkeException("The content does not open.", tampered);
        }
    }
}
