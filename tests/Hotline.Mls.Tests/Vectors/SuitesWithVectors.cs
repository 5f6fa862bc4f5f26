using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

/// <summary>The suites that upstream publishes vectors for: 1 to 7, as far as they are built in.</summary>
internal static class SuitesWithVectors
{
    public static int Count => Suites.All.Count(suite => suite.Id <= 7);

    /// <summary>Some published private keys of P-521 lack their leading zero.</summary>
    public static byte[] PaddedFor(this byte[] privateKey, CipherSuite suite) =>
        suite.IdOf() == CipherSuiteId.P521Aes256GcmSha512P521 && privateKey.Length < 66 ? [.. new byte[66 - privateKey.Length], .. privateKey] : privateKey;
}
