namespace Hotline.Cryptography.Hpke;

/// <summary>A private key of a <see cref="Kem"/>, parsed and expanded once, ready to open many encapsulations.</summary>
/// <param name="publicKey">In the KEM's own encoding.</param>
internal abstract class KemKey(byte[] publicKey) : IDisposable
{
    public byte[] PublicKey => publicKey;

    /// <returns>The secret, which the caller zeroes.</returns>
    /// <exception cref="HpkeException">The encapsulation is malformed or weak.</exception>
    public abstract byte[] Decapsulate(ReadOnlySpan<byte> encapsulated);

    public abstract void Dispose();
}
