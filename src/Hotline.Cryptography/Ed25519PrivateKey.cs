using System.Security.Cryptography;
using NSec.Cryptography;

namespace Hotline.Cryptography;

/// <summary>An Ed25519 key that signs (RFC 8032), kept in memory that is locked and zeroed when disposed.</summary>
public sealed class Ed25519PrivateKey : SigningKey
{
    private readonly Key _key;

    private Ed25519PrivateKey(Key key)
    {
        _key = key;
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    public override SignatureScheme Scheme => Ed25519Scheme.Only;

    /// <summary>32 bytes.</summary>
    public override ReadOnlyMemory<byte> PublicKey { get; }

    public static Ed25519PrivateKey Generate()
    {
        Span<byte> seed = stackalloc byte[Ed25519.SeedSize];
        try
        {
            RandomNumberGenerator.Fill(seed);
            return FromSeed(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <param name="seed">32 bytes.</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public static Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize) throw new ArgumentException("An Ed25519 seed has 32 bytes.", nameof(seed));
        var policy = new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport };
        return new Ed25519PrivateKey(Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey, policy));
    }

    /// <returns>64 bytes.</returns>
    public override byte[] Sign(ReadOnlySpan<byte> message) => SignatureAlgorithm.Ed25519.Sign(_key, message);

    /// <param name="seed">Receives 32 bytes, which the caller zeroes.</param>
    public void ExportSeed(Span<byte> seed)
    {
        var exported = ToBytes();
        exported.CopyTo(seed);
        CryptographicOperations.ZeroMemory(exported);
    }

    public override byte[] ToBytes() => _key.Export(KeyBlobFormat.RawPrivateKey);

    public override void Dispose() => _key.Dispose();
}
