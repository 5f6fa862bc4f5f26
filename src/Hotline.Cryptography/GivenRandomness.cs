using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace Hotline.Cryptography;

/// <summary>Hands bytes that were drawn from the operating system to a library that would draw its own, so that there is one source.</summary>
internal sealed class GivenRandomness : IRandomGenerator
{
    private readonly byte[] _bytes;
    private bool _drawn;

    private GivenRandomness(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>Gives exactly these bytes in one draw, and nothing after.</summary>
    public static SecureRandom Once(ReadOnlySpan<byte> bytes) => new(new GivenRandomness(bytes));

    public void NextBytes(byte[] bytes) => NextBytes(bytes.AsSpan());

    public void NextBytes(byte[] bytes, int start, int len) => NextBytes(bytes.AsSpan(start, len));

    public void NextBytes(Span<byte> bytes)
    {
        // Never the same bytes twice: a library that draws in another way than expected must fail, not repeat itself.
        if (_drawn || bytes.Length != _bytes.Length) throw new InvalidOperationException($"{bytes.Length} random bytes are drawn where {_bytes.Length} were expected, once.");
        _bytes.CopyTo(bytes);
        CryptographicOperations.ZeroMemory(_bytes);
        _drawn = true;
    }

    public void AddSeedMaterial(byte[] seed)
    {
    }

    public void AddSeedMaterial(ReadOnlySpan<byte> seed)
    {
    }

    public void AddSeedMaterial(long seed)
    {
    }
}
