namespace Hotline.Cryptography;

/// <summary>Object identifiers of private keys in PKCS#8.</summary>
internal static class KeyKind
{
    /// <summary>RFC 8410, section 3.</summary>
    public const string Ed25519 = "1.3.101.112";

    /// <summary>RFC 8410, section 3.</summary>
    public const string X25519 = "1.3.101.110";

    /// <summary>RFC 5480, section 2.1.1.</summary>
    public const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>The curve secp256r1 (RFC 5480, section 2.1.1.1).</summary>
    public const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>The curve secp384r1 (RFC 5480, section 2.1.1.1).</summary>
    public const string P384 = "1.3.132.0.34";

    /// <summary>RFC 9881, section 2.</summary>
    public const string MlDsa65 = "2.16.840.1.101.3.4.3.18";

    /// <summary>draft-connolly-cfrg-xwing-kem, section 5.8.</summary>
    public const string XWing = "1.3.6.1.4.1.62253.25722";

    /// <summary>RFC 9881, section 2.</summary>
    public static string Of(MlDsaParameterSet set) => set switch
    {
        MlDsaParameterSet.MlDsa44 => "2.16.840.1.101.3.4.3.17",
        MlDsaParameterSet.MlDsa65 => MlDsa65,
        MlDsaParameterSet.MlDsa87 => "2.16.840.1.101.3.4.3.19",
        _ => throw new ArgumentOutOfRangeException(nameof(set)),
    };
}
