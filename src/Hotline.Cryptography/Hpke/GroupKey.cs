namespace Hotline.Cryptography.Hpke;

/// <summary>A private key of a <see cref="KeyGroup"/>, ready for use.</summary>
/// <param name="element">The public key.</param>
internal abstract class GroupKey(byte[] element) : IDisposable
{
    public byte[] Element => element;

    /// <summary>The raw shared secret, which the caller zeroes.</summary>
    /// <exception cref="HpkeException">The other's element is malformed, or the secret would be all zero (RFC 9180, section 7.1.4).</exception>
    public abstract byte[] Agree(ReadOnlySpan<byte> other);

    public abstract void Dispose();
}
