using System.Buffers.Binary;
using System.Text;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What MLS does with a suite's algorithms, each use under its own label (RFC 9420, sections 5.1, 5.2 and 8).</summary>
internal static class Labeled
{
    public static byte[] HashOf(this CipherSuite suite, ReadOnlySpan<byte> data) => suite.Kdf.Hash(data);

    public static byte[] Mac(this CipherSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => suite.Kdf.Authenticate(key, data);

    public static byte[] Extract(this CipherSuite suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> secret) => suite.Kdf.Extract(salt, secret);

    /// <summary>ExpandWithLabel (section 8).</summary>
    public static byte[] Expand(this CipherSuite suite, ReadOnlySpan<byte> secret, string label, ReadOnlySpan<byte> context, int length) =>
        suite.Kdf.Expand(secret, new TlsWriter().UInt16(checked((ushort)length)).Opaque(Prefixed(label)).Opaque(context).ToArrayAndClear(), length);

    /// <summary>DeriveSecret (section 8).</summary>
    public static byte[] Derive(this CipherSuite suite, ReadOnlySpan<byte> secret, string label) => suite.Expand(secret, label, [], suite.HashSize());

    /// <summary>DeriveTreeSecret (section 9.1).</summary>
    public static byte[] DeriveTree(this CipherSuite suite, ReadOnlySpan<byte> secret, string label, uint generation, int length)
    {
        Span<byte> context = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(context, generation);
        return suite.Expand(secret, label, context, length);
    }

    /// <summary>RefHash (section 5.2). The label is whole, unlike the others.</summary>
    public static byte[] Reference(this CipherSuite suite, string label, ReadOnlySpan<byte> value) =>
        suite.HashOf(new TlsWriter().Opaque(Encoding.ASCII.GetBytes(label)).Opaque(value).ToArrayAndClear());

    /// <summary>SignWithLabel (section 5.1.2).</summary>
    public static byte[] Sign(SigningKey key, string label, ReadOnlySpan<byte> content) => key.Sign(Content(label, content));

    /// <summary>VerifyWithLabel (section 5.1.2).</summary>
    public static bool Verify(this CipherSuite suite, ReadOnlySpan<byte> publicKey, string label, ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature) =>
        suite.Signature.Verify(publicKey, Content(label, content), signature);

    /// <summary>EncryptWithLabel (section 5.1.3).</summary>
    /// <exception cref="MlsException">The public key is malformed.</exception>
    public static HpkeCiphertext Encrypt(this CipherSuite suite, ReadOnlySpan<byte> publicKey, string label, ReadOnlySpan<byte> context, ReadOnlySpan<byte> plaintext) =>
        Encrypt(suite.EncryptContext(label, context), publicKey, plaintext);

    /// <summary>EncryptContext, hashed once for all who get a secret under it.</summary>
    public static HpkeInfo EncryptContext(this CipherSuite suite, string label, ReadOnlySpan<byte> context) => new(suite.Hpke, Content(label, context));

    /// <exception cref="MlsException">The public key is malformed.</exception>
    public static HpkeCiphertext Encrypt(HpkeInfo context, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> plaintext)
    {
        try
        {
            var (encapsulated, ciphertext) = HpkeSetup.Seal(context, publicKey, [], plaintext);
            return new HpkeCiphertext(encapsulated, ciphertext);
        }
        catch (HpkeException refused)
        {
            throw new MlsException(MlsFault.Malformed, "A public key is not one of this suite.", refused);
        }
    }

    /// <summary>DecryptWithLabel (section 5.1.3).</summary>
    /// <exception cref="MlsException">It does not open.</exception>
    public static byte[] Decrypt(this CipherSuite suite, KemPrivateKey key, string label, ReadOnlySpan<byte> context, HpkeCiphertext sealedSecret)
    {
        try
        {
            return HpkeSetup.Open(suite.Hpke, sealedSecret.KemOutput.Span, key, Content(label, context), [], sealedSecret.Ciphertext.Span);
        }
        catch (HpkeException refused)
        {
            throw new MlsException(MlsFault.DoesNotOpen, "A secret sealed to us does not open.", refused);
        }
    }

    /// <summary>The suite's cipher by itself (section 6.3).</summary>
    public static byte[] Seal(this CipherSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plaintext) =>
        suite.Aead.Seal(key, nonce, associated, plaintext);

    /// <exception cref="MlsException">It does not open.</exception>
    public static byte[] Open(this CipherSuite suite, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> ciphertext)
    {
        try
        {
            return suite.Aead.Open(key, nonce, associated, ciphertext);
        }
        catch (HpkeException refused)
        {
            throw new MlsException(MlsFault.DoesNotOpen, "A ciphertext does not open.", refused);
        }
    }

    /// <summary>KEM.DeriveKeyPair.</summary>
    public static KemPrivateKey DeriveKeyPair(this CipherSuite suite, ReadOnlySpan<byte> secret) => KemPrivateKey.Derive(suite.Hpke.Kem, secret);

    public static KemPrivateKey GenerateKeyPair(this CipherSuite suite) => KemPrivateKey.Generate(suite.Hpke.Kem);

    private static byte[] Prefixed(string label) => Encoding.ASCII.GetBytes("MLS 1.0 " + label);

    /// <summary>SignContent and EncryptContext, which are of one form.</summary>
    private static byte[] Content(string label, ReadOnlySpan<byte> content) => new TlsWriter().Opaque(Prefixed(label)).Opaque(content).ToArrayAndClear();
}
