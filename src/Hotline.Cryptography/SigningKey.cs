namespace Hotline.Cryptography;

/// <summary>A private key that signs, whatever its scheme. Zeroed when disposed.</summary>
public abstract class SigningKey : IDisposable
{
    public abstract SignatureScheme Scheme { get; }

    /// <summary>As <see cref="SignatureScheme"/> says for its scheme.</summary>
    public abstract ReadOnlyMemory<byte> PublicKey { get; }

    /// <exception cref="ObjectDisposedException">It is zeroed.</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> message);

    /// <summary>The private key as <see cref="SignatureScheme.Import"/> reads it.</summary>
    /// <returns>A copy, which the caller zeroes.</returns>
    /// <exception cref="ObjectDisposedException">It is zeroed.</exception>
    public abstract byte[] ToBytes();

    public abstract void Dispose();
}
