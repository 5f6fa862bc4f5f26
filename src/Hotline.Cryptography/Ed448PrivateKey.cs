using System.Security.Cryptography;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032.Ed448;

namespace Hotline.Cryptography;

/// <summary>An Ed448 key that signs (RFC 8032, section 5.2).</summary>
internal sealed class Ed448PrivateKey : SigningKey
{
    private readonly byte[] _seed;
    private readonly byte[] _publicKey = new byte[Ed448Scheme.KeySize];
    private bool _disposed;

    /// <param name="seed">57 bytes; taken over, and zeroed when disposed.</param>
    public Ed448PrivateKey(byte[] seed)
    {
        _seed = seed;
        Rfc8032.GeneratePublicKey(seed, _publicKey);
    }

    public override SignatureScheme Scheme => Ed448Scheme.Only;

    public override ReadOnlyMemory<byte> PublicKey => _publicKey;

    public static Ed448PrivateKey Generate() => new(RandomNumberGenerator.GetBytes(Ed448Scheme.KeySize));

    public override byte[] Sign(ReadOnlySpan<byte> message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var signature = new byte[Ed448Scheme.SignatureSize];
        Rfc8032.Sign(_seed, _publicKey, [], message, signature);
        return signature;
    }

    public override byte[] ToBytes()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return (byte[])_seed.Clone();
    }

    public override void Dispose()
    {
        // A zeroed seed would still sign, under a key that everybody knows: hence the flag.
        _disposed = true;
        CryptographicOperations.ZeroMemory(_seed);
    }
}
