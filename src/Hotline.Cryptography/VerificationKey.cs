namespace Hotline.Cryptography;

/// <summary>A public key that was read once and verifies many signatures, on one thread at a time.</summary>
public sealed class VerificationKey : IDisposable
{
    private readonly Check _check;
    private readonly IDisposable? _owned;

    /// <param name="owned">Disposed with this.</param>
    internal VerificationKey(Check check, IDisposable? owned = null) => (_check, _owned) = (check, owned);

    internal delegate bool Check(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>False for every signature that does not hold, malformed encodings included; never throws on foreign bytes.</summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => _check(message, signature);

    public void Dispose() => _owned?.Dispose();
}
