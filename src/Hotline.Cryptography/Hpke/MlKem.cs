using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Kems;
using Org.BouncyCastle.Crypto.Parameters;

namespace Hotline.Cryptography.Hpke;

/// <summary>ML-KEM (FIPS 203) as a KEM of HPKE (draft-ietf-hpke-pq). The private key is the 64-byte seed, never the expanded key.</summary>
internal sealed class MlKem : Kem
{
    public const int SeedSize = 64;
    public const int SecretSize = 32;

    /// <summary>Randomness of an encapsulation: m of FIPS 203, section 6.2.</summary>
    public const int MessageSize = 32;

    private readonly MLKemParameters _parameters;

    private MlKem(KemId id, MLKemParameters parameters, int publicKeySize, int ciphertextSize)
        : base(id) => (_parameters, PublicKeySize, EncapsulationSize) = (parameters, publicKeySize, ciphertextSize);

    public static MlKem With512 { get; } = new(KemId.MlKem512, MLKemParameters.ml_kem_512, publicKeySize: 800, ciphertextSize: 768);

    public static MlKem With768 { get; } = new(KemId.MlKem768, MLKemParameters.ml_kem_768, publicKeySize: 1184, ciphertextSize: 1088);

    public static MlKem With1024 { get; } = new(KemId.MlKem1024, MLKemParameters.ml_kem_1024, publicKeySize: 1568, ciphertextSize: 1568);

    public override int PublicKeySize { get; }

    public override int PrivateKeySize => SeedSize;

    public override int EncapsulationSize { get; }

    public override int RandomnessSize => MessageSize;

    public override byte[] DerivePrivateKey(ReadOnlySpan<byte> keyMaterial) => DeriveOnce(keyMaterial, SeedSize);

    public override KemKey Load(ReadOnlySpan<byte> privateKey)
    {
        var copy = privateKey.ToArray();
        try
        {
            return new PrivateKey(this, MLKemPrivateKeyParameters.FromSeed(_parameters, copy));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    internal override (byte[] Secret, byte[] Encapsulated) Encapsulate(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> randomness)
    {
        RequireSize(publicKey, PublicKeySize, "The public key");
        var encapsulator = new MLKemEncapsulator(_parameters);
        encapsulator.Init(new ParametersWithRandom(Read(publicKey), GivenRandomness.Once(randomness)));
        var secret = new byte[SecretSize];
        var ciphertext = new byte[EncapsulationSize];
        encapsulator.Encapsulate(ciphertext, secret);
        return (secret, ciphertext);
    }

    private MLKemPublicKeyParameters Read(ReadOnlySpan<byte> publicKey)
    {
        try
        {
            return MLKemPublicKeyParameters.FromEncoding(_parameters, publicKey.ToArray());
        }
        catch (ArgumentException malformed)
        {
            // A coefficient is out of range (FIPS 203, section 7.2).
            throw new HpkeException("The ML-KEM public key is malformed.", malformed);
        }
    }

    /// <summary>The expanded key. When disposed it is only let go: the library has no way to zero it.</summary>
    private sealed class PrivateKey(MlKem kem, MLKemPrivateKeyParameters expanded) : KemKey(expanded.GetPublicKeyEncoded())
    {
        private MLKemPrivateKeyParameters? _expanded = expanded;

        /// <summary>A ciphertext that was tampered with gives another secret, not an error (implicit rejection, FIPS 203, section 6.3).</summary>
        public override byte[] Decapsulate(ReadOnlySpan<byte> encapsulated)
        {
            ObjectDisposedException.ThrowIf(_expanded is null, this);
            RequireSize(encapsulated, kem.EncapsulationSize, "The encapsulated key");
            var decapsulator = new MLKemDecapsulator(kem._parameters);
            decapsulator.Init(_expanded);
            var secret = new byte[SecretSize];
            decapsulator.Decapsulate(encapsulated, secret);
            return secret;
        }

        public override void Dispose() => _expanded = null;
    }
}
