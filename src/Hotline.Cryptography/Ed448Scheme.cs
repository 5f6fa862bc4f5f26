using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032.Ed448;

namespace Hotline.Cryptography;

/// <summary>Ed448 (RFC 8032, section 5.2), pure and with an empty context.</summary>
internal sealed class Ed448Scheme() : SignatureScheme("ed448", 0x0808, KeySize, KeySize)
{
    /// <summary>Of seeds and of public keys, in bytes.</summary>
    public const int KeySize = 57;

    public const int SignatureSize = 114;

    public static Ed448Scheme Only { get; } = new();

    public override SigningKey Generate() => Ed448PrivateKey.Generate();

    public override SigningKey Import(ReadOnlySpan<byte> privateKey)
    {
        RequirePrivateKeySize(privateKey);
        return new Ed448PrivateKey(privateKey.ToArray());
    }

    public override VerificationKey? Read(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == KeySize && Rfc8032.ValidatePublicKeyPartialExport(publicKey) is { } point
            ? new((message, signature) => signature.Length == SignatureSize && Rfc8032.Verify(signature, point, [], message)) : null;
}
