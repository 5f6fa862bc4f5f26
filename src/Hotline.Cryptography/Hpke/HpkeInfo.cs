namespace Hotline.Cryptography.Hpke;

/// <summary>An info that several messages are sealed under, hashed once (RFC 9180, section 5.1): it may be long, and the recipients many.</summary>
public sealed class HpkeInfo(HpkeSuite suite, ReadOnlySpan<byte> info)
{
    public HpkeSuite Suite { get; } = suite;

    /// <summary>info_hash.</summary>
    internal byte[] Hash { get; } = new Labeled(Kdf.Of(suite.Kdf), suite.SuiteId).Extract([], "info_hash"u8, info);
}
