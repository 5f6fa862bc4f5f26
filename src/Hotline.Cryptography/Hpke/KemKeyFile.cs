using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>Private keys that open seals, in files as <see cref="KeyFile"/> writes them. No hub can load one: it may not use this namespace.</summary>
public static class KemKeyFile
{
    /// <exception cref="IOException">The file exists, or the disk does not take it.</exception>
    /// <exception cref="NotSupportedException">Keys of this KEM are not kept in files.</exception>
    public static void Write(string path, KemPrivateKey key, ReadOnlySpan<byte> passphrase)
    {
        var bytes = key.ToBytes();
        try
        {
            // RFC 8410 wraps an X25519 key once more; the X-Wing draft stores the seed as it is.
            KeyFile.WriteRaw(path, KindOf(key.Id), bytes, key.Id == KemId.DhKemX25519 ? Asn1Tag.PrimitiveOctetString : null, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    /// <exception cref="NotSupportedException">Keys of this KEM are not kept in files.</exception>
    public static KemPrivateKey Read(string path, KemId id, ReadOnlySpan<byte> passphrase) => KeyFile.Read(path, KindOf(id), passphrase, info =>
    {
        try
        {
            return KemPrivateKey.FromBytes(id, id == KemId.DhKemX25519 ? info.Unwrap(Asn1Tag.PrimitiveOctetString).Span : info.PrivateKey.Span);
        }
        catch (HpkeException otherSize)
        {
            throw new KeyFileException(KeyFileFault.OtherKind, "The key file holds a key of another kind.", otherSize);
        }
    });

    private static string KindOf(KemId id) => id switch
    {
        KemId.DhKemX25519 => KeyKind.X25519,
        KemId.MlKem768X25519 => KeyKind.XWing,
        _ => throw new NotSupportedException($"Keys of KEM 0x{(ushort)id:x4} are not kept in files."),
    };
}
