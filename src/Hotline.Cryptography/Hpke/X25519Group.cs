using NSec.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>X25519 (RFC 7748, section 5) on raw keys of 32 bytes.</summary>
internal sealed class X25519Group() : KeyGroup(KeySize, KeySize)
{
    public const int KeySize = 32;

    private static readonly KeyAgreementAlgorithm Algorithm = KeyAgreementAlgorithm.X25519;

    public override byte[] ElementOf(ReadOnlySpan<byte> scalar)
    {
        using var key = Key.Import(Algorithm, scalar, KeyBlobFormat.RawPrivateKey);
        return key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    public override byte[] Agree(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element)
    {
        if (!PublicKey.TryImport(Algorithm, element, KeyBlobFormat.RawPublicKey, out var other)) throw new HpkeException("The public key is malformed.");
        using var key = Key.Import(Algorithm, scalar, KeyBlobFormat.RawPrivateKey);
        var exportable = new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        // Null stands for the all-zero secret, which both parties would share with everybody.
        using var secret = Algorithm.Agree(key, other!, exportable) ?? throw new HpkeException("The public key leads to an all-zero secret.");
        return secret.Export(SharedSecretBlobFormat.RawSharedSecret);
    }
}
