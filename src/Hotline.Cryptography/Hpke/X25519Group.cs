using NSec.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>X25519 (RFC 7748, section 5) on raw keys of 32 bytes.</summary>
internal sealed class X25519Group() : KeyGroup(KeySize, KeySize)
{
    private const int KeySize = 32;

    private static readonly KeyAgreementAlgorithm Algorithm = KeyAgreementAlgorithm.X25519;

    public override GroupKey Load(ReadOnlySpan<byte> scalar) => new PrivateKey(Key.Import(Algorithm, scalar, KeyBlobFormat.RawPrivateKey));

    private sealed class PrivateKey(Key key) : GroupKey(key.PublicKey.Export(KeyBlobFormat.RawPublicKey))
    {
        public override byte[] Agree(ReadOnlySpan<byte> other)
        {
            if (!PublicKey.TryImport(Algorithm, other, KeyBlobFormat.RawPublicKey, out var theirs)) throw new HpkeException("The public key is malformed.");
            var exportable = new SharedSecretCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
            // Null stands for the all-zero secret, which both parties would share with everybody.
            using var secret = Algorithm.Agree(key, theirs!, exportable) ?? throw new HpkeException("The public key leads to an all-zero secret.");
            return secret.Export(SharedSecretBlobFormat.RawSharedSecret);
        }

        public override void Dispose() => key.Dispose();
    }
}
