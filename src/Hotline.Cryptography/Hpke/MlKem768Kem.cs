using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Hotline.Cryptography.Hpke;

/// <summary>ML-KEM-768 (FIPS 203) as a KEM of HPKE, 0x0041. The private key is the 64-byte seed, never the expanded key.</summary>
internal sealed class MlKem768Kem() : Kem(KemId.MlKem768)
{
    internal const int SeedSize = 64;
    internal const int EncapsulationKeySize = 1184;
    internal const int CiphertextSize = 1088;
    internal const int SecretSize = 32;

    public override int PublicKeySize => EncapsulationKeySize;

    public override int PrivateKeySize => SeedSize;

    public override int EncapsulationSize => CiphertextSize;

    public override byte[] GeneratePrivateKey() => RandomNumberGenerator.GetBytes(SeedSize);

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial) => Labeled.Derive(SuiteId, keyMaterial, "DeriveKeyPair"u8, [], SeedSize);

    public override byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey) => Expand(privateKey).GetPublicKeyEncoded();

    public override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        return EncapsulateTo(publicKey);
    }

    public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated, ReadOnlySpan<byte> privateKey)
    {
        RequireSize(encapsulated, EncapsulationSize, "The encapsulated key");
        return DecapsulateFrom(encapsulated, privateKey);
    }

    /// <exception cref="HpkeException">A coefficient of the key is out of range (FIPS 203, section 7.2).</exception>
    internal static (byte[] Secret, byte[] Ciphertext) EncapsulateTo(ReadOnlySpan<byte> publicKey)
    {
        MLKemPublicKeyParameters key;
        try
        {
            key = MLKemPublicKeyParameters.FromEncoding(MLKemParameters.ml_kem_768, publicKey.ToArray());
        }
        catch (ArgumentException malformed)
        {
            throw new HpkeException("The ML-KEM public key is malformed.", malformed);
        }

        var encapsulator = new MLKemEncapsulator(MLKemParameters.ml_kem_768);
        encapsulator.Init(key);
        var secret = new byte[SecretSize];
        var ciphertext = new byte[CiphertextSize];
        encapsulator.Encapsulate(ciphertext, secret);
        return (secret, ciphertext);
    }

    /// <summary>A ciphertext that was tampered with gives another secret, not an error (implicit rejection, FIPS 203, section 6.3).</summary>
    internal static byte[] DecapsulateFrom(ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> seed)
    {
        var decapsulator = new MLKemDecapsulator(MLKemParameters.ml_kem_768);
        decapsulator.Init(Expand(seed));
        var secret = new byte[SecretSize];
        decapsulator.Decapsulate(ciphertext, secret);
        return secret;
    }

    internal static MLKemPrivateKeyParameters Expand(ReadOnlySpan<byte> seed) =>
        MLKemPrivateKeyParameters.FromSeed(MLKemParameters.ml_kem_768, seed.ToArray());
}
