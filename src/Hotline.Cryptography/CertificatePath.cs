using System.Collections.Frozen;
using Org.BouncyCastle.Pkix;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;
using BouncyParser = Org.BouncyCastle.X509.X509CertificateParser;

namespace Hotline.Cryptography;

/// <summary>Validates certification paths (RFC 5280, section 6) by one code path, for the algorithms that states' authorities may use.</summary>
public static class CertificatePath
{
    private const int MaxPath = 8;

    /// <summary>ECDSA with SHA-2 (RFC 5758, section 3.2), whose signatures are DER themselves.</summary>
    private static readonly FrozenSet<string> Ecdsa = ["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"];

    /// <summary>Ed25519 (RFC 8410, section 3) and ML-DSA (RFC 9881, section 2).</summary>
    private static readonly FrozenSet<string> Others =
        [KeyKind.Ed25519, KeyKind.Of(MlDsaParameterSet.MlDsa44), KeyKind.Of(MlDsaParameterSet.MlDsa65), KeyKind.Of(MlDsaParameterSet.MlDsa87)];

    /// <param name="leaf">DER.</param>
    /// <param name="intermediates">DER, from the leaf's issuer upwards; without the anchor.</param>
    /// <param name="anchors">DER of trusted authorities.</param>
    /// <param name="at">The time at which it must hold.</param>
    /// <returns>Null when the path holds, else why it does not; never throws on foreign bytes.</returns>
    public static string? WhyInvalid(
        ReadOnlyMemory<byte> leaf, IReadOnlyList<ReadOnlyMemory<byte>> intermediates, IReadOnlyList<ReadOnlyMemory<byte>> anchors, DateTimeOffset at)
    {
        if (intermediates.Count > MaxPath) return $"the path is longer than {MaxPath} certificates";
        if (anchors.Count == 0) return "no authority is trusted";
        try
        {
            var certificates = new[] { leaf }.Concat(intermediates).Select(Read).ToList();
            if (certificates.Select(WhyRefused).FirstOrDefault(reason => reason is not null) is { } refused) return refused;
            var trusted = new HashSet<TrustAnchor>(anchors.Select(anchor => new TrustAnchor(Read(anchor), null)));
            new PkixCertPathValidator().Validate(new PkixCertPath(certificates), new PkixParameters(trusted) { IsRevocationEnabled = false, Date = at.UtcDateTime });
            return null;
        }
        catch (Exception invalid) when (invalid is not OutOfMemoryException)
        {
            // The parser and validator raise many types on foreign bytes; each means the same here.
            return invalid.Message;
        }
    }

    private static string? WhyRefused(BouncyCertificate certificate)
    {
        if (Others.Contains(certificate.SigAlgOid)) return null;
        if (!Ecdsa.Contains(certificate.SigAlgOid)) return $"certificates signed by {new AlgorithmIdentifier(certificate.SigAlgOid, Parameters: null)} are not accepted";
        return Der.IsExact(certificate.GetSignature()) ? null : "the signature of a certificate is not in DER";
    }

    private static BouncyCertificate Read(ReadOnlyMemory<byte> certificate)
    {
        Certificates.Read(certificate.Span).Dispose();
        return new BouncyParser().ReadCertificate(certificate.ToArray());
    }
}
