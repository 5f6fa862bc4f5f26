namespace Hotline.Cryptography;

internal sealed class Ed25519Scheme() : SignatureScheme("ed25519", 0x0807, Cryptography.Ed25519.PublicKeySize, Cryptography.Ed25519.SeedSize)
{
    public static Ed25519Scheme Only { get; } = new();

    public override SigningKey Generate() => Ed25519PrivateKey.Generate();

    public override SigningKey Import(ReadOnlySpan<byte> privateKey)
    {
        RequirePrivateKeySize(privateKey);
        return Ed25519PrivateKey.FromSeed(privateKey);
    }

    public override VerificationKey? Read(ReadOnlySpan<byte> publicKey) =>
        Cryptography.Ed25519.Read(publicKey) is { } key ? new((message, signature) => Cryptography.Ed25519.Verify(key, message, signature)) : null;
}
