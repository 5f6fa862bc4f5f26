using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;

namespace Hotline.Cryptography.Tests;

/// <summary>EncryptedPrivateKeyInfo as another program may write it: with any parameters of scrypt, sane or not, and any content.</summary>
internal sealed record AnEncryptedKey(byte[] PrivateKeyInfo)
{
    private static readonly byte[] Vector = new byte[16];

    public static ReadOnlySpan<byte> Passphrase => "correct horse battery"u8;

    public byte[] Salt { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8];

    /// <summary>The least there is, so that thousands can be opened in a second.</summary>
    public BigInteger Cost { get; init; } = 2;

    public BigInteger BlockSize { get; init; } = 1;

    public BigInteger Parallelism { get; init; } = 1;

    public BigInteger? KeySize { get; init; }

    /// <summary>PKCS#8 of a key whose algorithm has no parameters.</summary>
    /// <param name="privateKey">Content of its privateKey.</param>
    public static byte[] Info(string kind, byte[] privateKey, int version = 0)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(version);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(kind);
            writer.WriteOctetString(privateKey);
        }

        return writer.Encode();
    }

    /// <summary>In DER. Where scrypt has no key for such parameters, the content is not decryptable; the reader must not come so far.</summary>
    public byte[] Encode()
    {
        using var aes = Aes.Create();
        aes.Key = Cost <= 1 << 14 && BlockSize == 1 && Parallelism == 1 && Cost > 1 && Cost.IsPowerOfTwo
            ? SCrypt.Generate(Passphrase.ToArray(), Salt, (int)Cost, 1, 1, 32)
            : new byte[32];
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                {
                    WriteDerivation(writer);
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(Vector);
                    }
                }
            }

            writer.WriteOctetString(aes.EncryptCbc(PrivateKeyInfo, Vector));
        }

        return writer.Encode();
    }

    private void WriteDerivation(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.11591.4.11");
            using (writer.PushSequence())
            {
                writer.WriteOctetString(Salt);
                writer.WriteInteger(Cost);
                writer.WriteInteger(BlockSize);
                writer.WriteInteger(Parallelism);
                if (KeySize is { } size) writer.WriteInteger(size);
            }
        }
    }
}
