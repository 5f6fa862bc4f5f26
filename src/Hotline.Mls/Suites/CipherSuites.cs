using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>The suites by number. The registry itself, one entry for each, is <see cref="Suites"/> beside the algorithms.</summary>
public static class CipherSuites
{
    /// <exception cref="MlsException">Not built in.</exception>
    public static CipherSuite Of(CipherSuiteId id) =>
        TryFind(id) ?? throw new MlsException(MlsFault.Unsupported, $"Cipher suite 0x{(ushort)id:x4} is not built in.");

    /// <summary>Null when it is not built in.</summary>
    public static CipherSuite? TryFind(CipherSuiteId id) => Suites.Find((ushort)id);

    internal static CipherSuiteId IdOf(this CipherSuite suite) => (CipherSuiteId)suite.Id;

    /// <summary>KDF.Nh, in bytes; in every suite that is registered the size of the hash too.</summary>
    internal static int HashSize(this CipherSuite suite) => suite.Kdf.Size;

    /// <summary>AEAD.Nk, in bytes.</summary>
    internal static int KeySize(this CipherSuite suite) => suite.Aead.KeySize;
}
