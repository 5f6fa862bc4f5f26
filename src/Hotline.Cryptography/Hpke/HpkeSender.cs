namespace Hotline.Cryptography.Hpke;

/// <summary>The sender's end of a context (RFC 9180, section 5.2): seals in sequence, and exports. Zeroed when disposed.</summary>
/// <remarks>It cannot open: both directions under one key would repeat nonces. An answer needs a context of its own.</remarks>
public sealed class HpkeSender : IDisposable
{
    internal HpkeSender(HpkeContext context) => Context = context;

    internal HpkeContext Context { get; }

    /// <summary>Seals the next message.</summary>
    /// <returns>Ciphertext and tag: 16 bytes longer than the plaintext.</returns>
    /// <exception cref="NotSupportedException">The suite only exports.</exception>
    public byte[] Seal(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext) => Context.Seal(associatedData, plaintext);

    /// <summary>A secret that the recipient can derive too (RFC 9180, section 5.3).</summary>
    /// <param name="length">In bytes, at most 255 times the size of the suite's hash.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another length.</exception>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) => Context.Export(exporterContext, length);

    public void Dispose() => Context.Dispose();
}
