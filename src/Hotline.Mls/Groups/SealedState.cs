using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>State at rest: version and kind in the clear, the rest under the caller's key (AES-256-GCM, fresh nonce each time).</summary>
internal static class SealedState
{
    public const byte KeyPackageKind = 1;
    public const byte GroupKind = 2;

    private const byte Version = 1;
    private const int HeaderSize = 2;

    /// <summary>Longest state that is read, in bytes: 256 MiB.</summary>
    private const int MaxSize = 256 << 20;

    private static readonly Aead Cipher = Aead.Of(AeadId.Aes256Gcm);

    public delegate T Reading<T>(ReadOnlySpan<byte> plaintext);

    /// <param name="plaintext">Zeroed.</param>
    public static byte[] Seal(ReadOnlySpan<byte> stateKey, byte kind, byte[] plaintext)
    {
        RequireKey(stateKey);
        try
        {
            byte[] header = [Version, kind];
            var nonce = RandomNumberGenerator.GetBytes(Aead.NonceSize);
            return [.. header, .. nonce, .. Cipher.Seal(stateKey, nonce, header, plaintext)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <exception cref="MlsException">Damaged, of another version or kind, or sealed with another key.</exception>
    public static T Open<T>(ReadOnlySpan<byte> saved, ReadOnlySpan<byte> stateKey, byte kind, Reading<T> read)
    {
        RequireKey(stateKey);
        if (saved.Length is < HeaderSize + Aead.NonceSize or > MaxSize) throw Invalid("It is too short or too long.");
        if (saved[0] != Version || saved[1] != kind) throw Invalid("It is of another version or kind.");
        byte[] plaintext = [];
        try
        {
            plaintext = Cipher.Open(stateKey, saved.Slice(HeaderSize, Aead.NonceSize), saved[..HeaderSize], saved[(HeaderSize + Aead.NonceSize)..]);
            return read(plaintext);
        }
        catch (Exception refused) when (refused is HpkeException or MlsException)
        {
            throw new MlsException(MlsFault.InvalidSavedState, "A saved state does not open.", refused);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private static MlsException Invalid(string message) => new(MlsFault.InvalidSavedState, "A saved state does not open. " + message);

    private static void RequireKey(ReadOnlySpan<byte> stateKey)
    {
        if (stateKey.Length != Cipher.KeySize) throw new ArgumentException($"The key for states has {Cipher.KeySize} bytes.", nameof(stateKey));
    }
}
