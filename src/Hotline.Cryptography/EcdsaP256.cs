namespace Hotline.Cryptography;

/// <summary>Verifies ECDSA over P-256 with SHA-256 (FIPS 186-5, section 6.4); signatures are strict DER (RFC 3279, section 2.2.3).</summary>
public static class EcdsaP256
{
    /// <summary>An uncompressed point: 4, then both coordinates (SEC 1, section 2.3.3).</summary>
    public const int PublicKeySize = 65;

    /// <summary>False for every signature that does not hold, malformed keys and encodings included; never throws on foreign bytes.</summary>
    /// <param name="publicKey">65 bytes, uncompressed.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ecdsa.P256.Verify(publicKey, message, signature);
}
