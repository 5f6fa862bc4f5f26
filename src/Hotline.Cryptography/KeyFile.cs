using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Cryptography;

/// <summary>Private keys in files: PEM "ENCRYPTED PRIVATE KEY", readable by their owner only (mode 0600), and by <c>openssl pkey</c>.</summary>
public static class KeyFile
{
    private const string Label = "ENCRYPTED PRIVATE KEY";
    private const int MaxSize = 64 * 1024;

    /// <exception cref="IOException">The file exists, or the disk does not take it.</exception>
    public static void Write(string path, Ed25519PrivateKey key, ReadOnlySpan<byte> passphrase)
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        key.ExportSeed(seed);
        try
        {
            // RFC 8410, section 7: the private key is itself an OCTET STRING within the OCTET STRING.
            WriteRaw(path, KeyKind.Ed25519, seed, Asn1Tag.PrimitiveOctetString, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <exception cref="IOException">The file exists, or the disk does not take it.</exception>
    public static void Write(string path, MlDsaPrivateKey key, ReadOnlySpan<byte> passphrase)
    {
        Span<byte> seed = stackalloc byte[MlDsa.SeedSize];
        key.ExportSeed(seed);
        try
        {
            // RFC 9881, section 6: the seed alone, as [0] IMPLICIT OCTET STRING.
            WriteRaw(path, KeyKind.Of(key.Set), seed, new Asn1Tag(TagClass.ContextSpecific, 0), passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <exception cref="IOException">The file exists, or the disk does not take it.</exception>
    public static void Write(string path, EcdsaP256PrivateKey key, ReadOnlySpan<byte> passphrase)
    {
        var info = key.ExportPkcs8();
        try
        {
            WriteInfo(path, info, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
        }
    }

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    public static Ed25519PrivateKey ReadEd25519(string path, ReadOnlySpan<byte> passphrase) =>
        Read(path, KeyKind.Ed25519, passphrase, info => Ed25519PrivateKey.FromSeed(Seed(info, Asn1Tag.PrimitiveOctetString, Ed25519.SeedSize)));

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    public static MlDsaPrivateKey ReadMlDsa(string path, MlDsaParameterSet set, ReadOnlySpan<byte> passphrase) =>
        Read(path, KeyKind.Of(set), passphrase, info => MlDsaPrivateKey.FromSeed(set, Seed(info, new Asn1Tag(TagClass.ContextSpecific, 0), MlDsa.SeedSize)));

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    public static EcdsaP256PrivateKey ReadEcdsaP256(string path, ReadOnlySpan<byte> passphrase) =>
        Read(path, KeyKind.EllipticCurve, passphrase, info => info.Curve == KeyKind.P256 ? EcdsaP256PrivateKey.FromPkcs8(info) : throw OtherKind());

    /// <summary>Writes a key whose bytes stand in PKCS#8 behind an object identifier.</summary>
    /// <param name="wrapping">Of one OCTET STRING more around the key; null where it stands as it is.</param>
    internal static void WriteRaw(string path, string kind, ReadOnlySpan<byte> privateKey, Asn1Tag? wrapping, ReadOnlySpan<byte> passphrase)
    {
        var info = PrivateKeyInfo.Write(kind, privateKey, wrapping);
        try
        {
            WriteInfo(path, info, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
        }
    }

    internal static T Read<T>(string path, string kind, ReadOnlySpan<byte> passphrase, Func<PrivateKeyInfo, T> import)
    {
        var encoded = EncryptedKey.Decrypt(ReadPem(path), passphrase);
        try
        {
            var info = PrivateKeyInfo.Read(encoded);
            return info.Kind == kind ? import(info) : throw OtherKind();
        }
        catch (Exception garbage) when (garbage is AsnContentException or CryptographicException)
        {
            // Padding holds by chance for one wrong passphrase in 256; what then comes out is no key.
            throw new KeyFileException(KeyFileFault.WrongPassphrase, "The passphrase does not open the key file, or the file is damaged.", garbage);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }
    }

    /// <summary>The seed that a PKCS#8 key consists of: a slice of what was read.</summary>
    internal static ReadOnlySpan<byte> Seed(PrivateKeyInfo info, Asn1Tag tag, int size)
    {
        var seed = info.Unwrap(tag).Span;
        return seed.Length == size ? seed : throw OtherKind();
    }

    internal static KeyFileException OtherKind() => new(KeyFileFault.OtherKind, "The key file holds a key of another kind.");

    private static void WriteInfo(string path, byte[] info, ReadOnlySpan<byte> passphrase)
    {
        if (passphrase.IsEmpty) throw new ArgumentException("A key file needs a passphrase.", nameof(passphrase));
        var pem = PemEncoding.WriteString(Label, EncryptedKey.Encrypt(info, passphrase)) + "\n";
        DurableFile.Create(path, Encoding.ASCII.GetBytes(pem));
    }

    private static byte[] ReadPem(string path)
    {
        string text;
        try
        {
            using var file = File.OpenRead(path);
            // One byte more than is allowed, whatever length the file claims: some have no end.
            var buffer = new byte[MaxSize + 1];
            var size = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (size > MaxSize) throw new KeyFileException(KeyFileFault.Malformed, $"{path} is too large for a key file.");
            text = Encoding.ASCII.GetString(buffer, 0, size);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(KeyFileFault.Unreadable, $"{path} cannot be read: {unreadable.Message}", unreadable);
        }

        if (!PemEncoding.TryFind(text, out var fields) || !text.AsSpan()[fields.Label].SequenceEqual(Label))
            throw new KeyFileException(KeyFileFault.Malformed, $"{path} holds no encrypted private key in PEM.");
        return Convert.FromBase64String(text[fields.Base64Data]);
    }
}
