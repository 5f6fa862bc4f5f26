using NSec.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>X25519 (RFC 7748, section 5) on raw keys of 32 bytes.</summary>
internal static class X25519
{
    public const int KeySize = 32;

    private static readonly KeyAgreementAlgorithm Algorithm = KeyAgreementAlgorithm.X25519;

    public static byte[] PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        using var key = Key.Import(Algorithm, privateKey, KeyBlobFormat.RawPrivateKey);
        return key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>32 bytes, which the caller zeroes; null when the result is all zero (RFC 7748, section 6.1).</summary>
    public static byte[]? Agree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey)
    {
        if (!PublicKey.TryImport(Algorithm, publicKey, KeyBlobFormat.RawPublicKey, out var other)) return null;
        using var key = Key.Import(Algorithm, privateKey, KeyBlobFormat.RawPrivateKey);
        var exportable = new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        using var secret = Algorithm.Agree(key, other!, exportable);
        return secret?.Export(SharedSecretBlobFormat.RawSharedSecret);
    }
}
