using System.Security.Cryptography;

namespace Hotline.Cryptography;

/// <summary>A way to sign, with its hash and its encodings, as MLS uses it (RFC 9420, section 5.1.1).</summary>
/// <param name="name">As TLS names it.</param>
/// <param name="id">As TLS numbers it (RFC 8446, section 4.2.3; draft-ietf-tls-mldsa).</param>
/// <param name="publicKeySize">In bytes.</param>
/// <param name="privateKeySize">In bytes.</param>
/// <remarks>
/// Public keys: RFC 8032's encoding; for ECDSA an uncompressed point (SEC 1, section 2.3.3); for ML-DSA that of FIPS 204, section 7.2.
/// Private keys: the seed of RFC 8032 or FIPS 204; for ECDSA the scalar, big-endian and as long as a coordinate.
/// Signatures: those of RFC 8032 and FIPS 204 with an empty context; for ECDSA strict DER (RFC 3279, section 2.2.3).
/// </remarks>
public abstract class SignatureScheme(string name, ushort id, int publicKeySize, int privateKeySize)
{
    public static SignatureScheme Ed25519 => Ed25519Scheme.Only;

    public static SignatureScheme Ed448 => Ed448Scheme.Only;

    public static SignatureScheme EcdsaP256 => Ecdsa.P256;

    public static SignatureScheme EcdsaP384 => Ecdsa.P384;

    public static SignatureScheme EcdsaP521 => Ecdsa.P521;

    public static SignatureScheme MlDsa44 => MlDsaScheme.Of(MlDsaParameterSet.MlDsa44);

    public static SignatureScheme MlDsa65 => MlDsaScheme.Of(MlDsaParameterSet.MlDsa65);

    public static SignatureScheme MlDsa87 => MlDsaScheme.Of(MlDsaParameterSet.MlDsa87);

    public static IReadOnlyList<SignatureScheme> All { get; } = [Ed25519, Ed448, EcdsaP256, EcdsaP384, EcdsaP521, MlDsa44, MlDsa65, MlDsa87];

    public string Name => name;

    public ushort Id => id;

    public int PublicKeySize => publicKeySize;

    public int PrivateKeySize => privateKeySize;

    public abstract SigningKey Generate();

    /// <exception cref="CryptographicException">Another length, or no scalar of the curve.</exception>
    public abstract SigningKey Import(ReadOnlySpan<byte> privateKey);

    /// <summary>For who verifies more than once: reading a point and checking it takes longer than a verification does.</summary>
    /// <returns>Null for a key that is malformed; never throws on foreign bytes.</returns>
    public abstract VerificationKey? Read(ReadOnlySpan<byte> publicKey);

    /// <summary>False for every signature that does not hold, malformed keys and encodings included; never throws on foreign bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        using var key = Read(publicKey);
        return key is not null && key.Verify(message, signature);
    }

    public override string ToString() => name;

    private protected void RequirePrivateKeySize(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length != privateKeySize) throw new CryptographicException($"A private key of {name} has {privateKeySize} bytes.");
    }
}
