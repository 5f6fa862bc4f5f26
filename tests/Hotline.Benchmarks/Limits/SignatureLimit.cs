using System.Security.Cryptography;
using Hotline.Cryptography;

namespace Hotline.Benchmarks.Limits;

/// <summary>Ed25519 signatures that one core verifies, by the same call as for every note.</summary>
internal static class SignatureLimit
{
    /// <summary>Bytes of a usual checkpoint or NRO.</summary>
    private const int TextSize = 512;

    public static double Measure(TimeSpan duration, TimeProvider clock)
    {
        using var key = Ed25519PrivateKey.Generate();
        var text = RandomNumberGenerator.GetBytes(TextSize);
        var signature = key.Sign(text);
        var started = clock.GetTimestamp();
        long verified = 0;
        for (; clock.GetElapsedTime(started) < duration; verified++)
            if (!Ed25519.Verify(key.PublicKey.Span, text, signature)) throw new InvalidOperationException("A good signature does not hold.");
        return verified / clock.GetElapsedTime(started).TotalSeconds;
    }
}
