using NSec.Cryptography;

namespace Hotline.Cryptography;

/// <summary>Verifies Ed25519 signatures (RFC 8032, section 5.1.7), with the checks of libsodium: no small-order keys, no S above the order.</summary>
public static class Ed25519
{
    public const int PublicKeySize = 32;
    public const int SignatureSize = 64;
    public const int SeedSize = 32;

    /// <summary>False for every signature that does not hold, malformed keys and lengths included; never throws on foreign bytes.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Read(publicKey) is { } key && Verify(key, message, signature);

    /// <returns>Null when it is malformed.</returns>
    internal static PublicKey? Read(ReadOnlySpan<byte> publicKey) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) ? key : null;

    internal static bool Verify(PublicKey key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == SignatureSize && SignatureAlgorithm.Ed25519.Verify(key, message, signature);
}
