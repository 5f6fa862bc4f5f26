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
            WriteRaw(path, KeyKind.Ed25519, OctetString(seed), passphrase);
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
            WriteRaw(path, KeyKind.Of(key.Set), OctetString(seed, new Asn1Tag(TagClass.ContextSpecific, 0)), passphrase);
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
        Read(path, passphrase, info => Ed25519PrivateKey.FromSeed(Seed(info, KeyKind.Ed25519, Asn1Tag.PrimitiveOctetString, Ed25519.SeedSize)));

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    public static MlDsaPrivateKey ReadMlDsa(string path, MlDsaParameterSet set, ReadOnlySpan<byte> passphrase) =>
        Read(path, passphrase, info => MlDsaPrivateKey.FromSeed(set, Seed(info, KeyKind.Of(set), new Asn1Tag(TagClass.ContextSpecific, 0), MlDsa.SeedSize)));

    /// <exception cref="KeyFileException">No file, no key file, another passphrase, or a key of another kind.</exception>
    public static EcdsaP256PrivateKey ReadEcdsaP256(string path, ReadOnlySpan<byte> passphrase) =>
        Read(path, passphrase, info => KindOf(info) == KeyKind.EllipticCurve ? EcdsaP256PrivateKey.FromPkcs8(info) : throw OtherKind());

    /// <summary>Writes a key whose bytes stand in PKCS#8 behind an object identifier.</summary>
    /// <param name="privateKey">Content of PKCS#8's privateKey.</param>
    internal static void WriteRaw(string path, string kind, ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> passphrase)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(kind);
            writer.WriteOctetString(privateKey);
        }

        var info = writer.Encode();
        try
        {
            WriteInfo(path, info, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
        }
    }

    internal static T Read<T>(string path, ReadOnlySpan<byte> passphrase, Func<byte[], T> import)
    {
        var info = EncryptedKey.Decrypt(ReadPem(path), passphrase);
        try
        {
            return import(info);
        }
        catch (Exception garbage) when (garbage is AsnContentException or CryptographicException)
        {
            // Padding holds by chance for one wrong passphrase in 256; what then comes out is no key.
            throw new KeyFileException(KeyFileFault.WrongPassphrase, "The passphrase does not open the key file, or the file is damaged.", garbage);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
        }
    }

    /// <summary>The seed within PrivateKeyInfo.</summary>
    internal static byte[] Seed(byte[] info, string kind, Asn1Tag tag, int size)
    {
        var (actual, privateKey) = ReadInfo(info);
        if (actual != kind) throw OtherKind();
        var reader = new AsnReader(privateKey, AsnEncodingRules.DER);
        var seed = reader.ReadOctetString(tag);
        reader.ThrowIfNotEmpty();
        return seed.Length == size ? seed : throw OtherKind();
    }

    internal static (string Kind, byte[] PrivateKey) ReadInfo(byte[] info)
    {
        var reader = new AsnReader(info, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        sequence.ReadInteger();
        return (sequence.ReadSequence().ReadObjectIdentifier(), sequence.ReadOctetString());
    }

    internal static byte[] OctetString(ReadOnlySpan<byte> content, Asn1Tag? tag = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(content, tag);
        return writer.Encode();
    }

    internal static KeyFileException OtherKind() => new(KeyFileFault.OtherKind, "The key file holds a key of another kind.");

    private static string KindOf(byte[] info) => ReadInfo(info).Kind;

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
            if (new FileInfo(path) is { Exists: true, Length: > MaxSize }) throw new KeyFileException(KeyFileFault.Malformed, $"{path} is too large for a key file.");
            text = File.ReadAllText(path);
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
