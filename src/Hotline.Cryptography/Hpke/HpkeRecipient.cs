namespace Hotline.Cryptography.Hpke;

/// <summary>The recipient's end of a context (RFC 9180, section 5.2): opens in sequence, and exports. Zeroed when disposed.</summary>
public sealed class HpkeRecipient : IDisposable
{
    internal HpkeRecipient(HpkeContext context) => Context = context;

    internal HpkeContext Context { get; }

    /// <summary>Opens the next message; the context moves on only when it opens.</summary>
    /// <exception cref="HpkeException">It does not open.</exception>
    /// <exception cref="NotSupportedException">The suite only exports.</exception>
    public byte[] Open(ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext) => Context.Open(associatedData, ciphertext);

    /// <summary>A secret that the sender can derive too (RFC 9180, section 5.3).</summary>
    /// <param name="length">In bytes, at most 255 times the size of the suite's hash.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another length.</exception>
    public byte[] Export(ReadOnlySpan<byte> exporterContext, int length) => Context.Export(exporterContext, length);

    public void Dispose() => Context.Dispose();
}
