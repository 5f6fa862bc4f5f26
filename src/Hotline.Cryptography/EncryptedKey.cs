using System.Formats.Asn1;
using System.Security.Cryptography;
using NSec.Cryptography;
using Org.BouncyCastle.Crypto.Generators;

namespace Hotline.Cryptography;

/// <summary>PKCS#8 EncryptedPrivateKeyInfo (RFC 5958) under PBES2 (RFC 8018) with scrypt (RFC 7914) and AES-256-CBC, as OpenSSL reads it.</summary>
internal static class EncryptedKey
{
    /// <summary>scrypt's cost: 2^14 blocks of 1 KiB, 16 MiB. OpenSSL refuses 32 MiB by default; more lanes make up for it.</summary>
    private const int Cost = 1 << 14;
    private const int BlockSize = 8;
    private const int Parallelism = 5;
    private const int SaltSize = 32;
    private const int KeySize = 32;
    private const int BlockBytes = 16;
    private const int MinSaltSize = 8;
    private const int MaxSaltSize = 64;
    private const int MaxBlockSize = 64;
    private const int MaxParallelism = 16;

    /// <summary>Most memory that a foreign file may ask for, in bytes: 128 · cost · block size (RFC 7914, section 2).</summary>
    private const long MaxMemory = 128L * 1024 * 1024;

    /// <summary>Most work that a foreign file may ask for: that memory, once for each lane. About two seconds.</summary>
    private const long MaxWork = 512L * 1024 * 1024;

    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Scrypt = "1.3.6.1.4.1.11591.4.11";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";

    public static byte[] Encrypt(ReadOnlySpan<byte> privateKeyInfo, ReadOnlySpan<byte> passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        var vector = RandomNumberGenerator.GetBytes(BlockBytes);
        var key = Derive(passphrase, salt, Cost, BlockSize, Parallelism);
        byte[] ciphertext;
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            ciphertext = aes.EncryptCbc(privateKeyInfo, vector);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Pbes2);
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Scrypt);
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(salt);
                            writer.WriteInteger(Cost);
                            writer.WriteInteger(BlockSize);
                            writer.WriteInteger(Parallelism);
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier(Aes256Cbc);
                        writer.WriteOctetString(vector);
                    }
                }
            }

            writer.WriteOctetString(ciphertext);
        }

        return writer.Encode();
    }

    /// <returns>PrivateKeyInfo in DER, which the caller zeroes; whether it is a key is for the caller to see.</returns>
    /// <exception cref="KeyFileException">Malformed, of another scheme, too costly, or not under this passphrase.</exception>
    public static byte[] Decrypt(ReadOnlyMemory<byte> encrypted, ReadOnlySpan<byte> passphrase)
    {
        var scheme = ReadScheme(encrypted);
        var key = Derive(passphrase, scheme.Salt, scheme.Cost, scheme.BlockSize, scheme.Parallelism);
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(scheme.Ciphertext, scheme.Vector);
        }
        catch (CryptographicException wrong)
        {
            throw new KeyFileException(KeyFileFault.WrongPassphrase, "The passphrase does not open the key file, or the file is damaged.", wrong);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static Scheme ReadScheme(ReadOnlyMemory<byte> encrypted)
    {
        try
        {
            var reader = new AsnReader(encrypted, AsnEncodingRules.DER);
            var outer = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var algorithm = outer.ReadSequence();
            var ciphertext = outer.ReadOctetString();
            outer.ThrowIfNotEmpty();
            var pbes2 = ReadParameters(algorithm, Pbes2).ReadSequence();
            algorithm.ThrowIfNotEmpty();
            var derivation = pbes2.ReadSequence();
            var cipher = pbes2.ReadSequence();
            pbes2.ThrowIfNotEmpty();
            var scrypt = ReadParameters(derivation, Scrypt).ReadSequence();
            derivation.ThrowIfNotEmpty();
            var vector = ReadParameters(cipher, Aes256Cbc).ReadOctetString();
            cipher.ThrowIfNotEmpty();
            if (vector.Length != BlockBytes || ciphertext.Length == 0 || ciphertext.Length % BlockBytes != 0) throw Malformed("The key file's ciphertext is cut.");
            return ReadScrypt(scrypt, vector, ciphertext);
        }
        catch (AsnContentException malformed)
        {
            throw new KeyFileException(KeyFileFault.Malformed, "The key file is not an encrypted PKCS#8 key.", malformed);
        }
    }

    private static Scheme ReadScrypt(AsnReader scrypt, byte[] vector, byte[] ciphertext)
    {
        var salt = scrypt.ReadOctetString();
        if (!scrypt.TryReadInt32(out var cost) || !scrypt.TryReadInt32(out var blockSize) || !scrypt.TryReadInt32(out var parallelism))
            throw Malformed("The key file's scrypt parameters are out of range.");
        if (scrypt.HasData && (!scrypt.TryReadInt32(out var keySize) || keySize != KeySize)) throw Malformed("The key file's key size is not AES-256's.");
        scrypt.ThrowIfNotEmpty();
        if (salt.Length is < MinSaltSize or > MaxSaltSize) throw Malformed("The key file's salt has a size that is not sane.");
        // A cost is a power of two below 2^(128 · block size / 8), which matters for blocks of 1 only (RFC 7914, section 2).
        if (cost < 2 || !int.IsPow2(cost) || blockSize is < 1 or > MaxBlockSize || parallelism is < 1 or > MaxParallelism || (blockSize == 1 && cost > ushort.MaxValue))
            throw Malformed("The key file's scrypt parameters are no parameters.");
        var memory = 128L * cost * blockSize;
        if (memory > MaxMemory || memory * parallelism > MaxWork) throw Malformed("The key file asks for more memory or time than is sane.");
        return new Scheme(salt, cost, blockSize, parallelism, vector, ciphertext);
    }

    private static AsnReader ReadParameters(AsnReader algorithm, string oid) =>
        algorithm.ReadObjectIdentifier() == oid ? algorithm : throw Malformed("The key file is not encrypted with PBES2, scrypt and AES-256-CBC.");

    private static byte[] Derive(ReadOnlySpan<byte> passphrase, byte[] salt, int cost, int blockSize, int parallelism)
    {
        // libsodium is three times as fast but takes salts of 32 bytes only, which is what is written here; others may come from elsewhere.
        if (salt.Length == SaltSize)
        {
            var parameters = new ScryptParameters { Cost = cost, BlockSize = blockSize, Parallelization = parallelism };
            return PasswordBasedKeyDerivationAlgorithm.Scrypt(parameters).DeriveBytes(passphrase, salt, KeySize);
        }

        var copy = passphrase.ToArray();
        try
        {
            return SCrypt.Generate(copy, salt, cost, blockSize, parallelism, KeySize);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private static KeyFileException Malformed(string message) => new(KeyFileFault.Malformed, message);

    private sealed record Scheme(byte[] Salt, int Cost, int BlockSize, int Parallelism, byte[] Vector, byte[] Ciphertext);
}
