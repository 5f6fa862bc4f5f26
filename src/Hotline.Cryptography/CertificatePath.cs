using Org.BouncyCastle.Pkix;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;
using BouncyParser = Org.BouncyCastle.X509.X509CertificateParser;

namespace Hotline.Cryptography;

/// <summary>Validates certification paths (RFC 5280, section 6) of every algorithm that Statements may use, by one code path.</summary>
public static class CertificatePath
{
    private const int MaxPath = 8;

    /// <param name="leaf">DER.</param>
    /// <param name="intermediates">DER, from the leaf's issuer upwards; without the anchor.</param>
    /// <param name="anchors">DER of trusted authorities.</param>
    /// <param name="at">The time at which it must hold.</param>
    /// <returns>Null when the path holds, else why it does not.</returns>
    public static string? WhyInvalid(
        ReadOnlyMemory<byte> leaf, IReadOnlyList<ReadOnlyMemory<byte>> intermediates, IReadOnlyList<ReadOnlyMemory<byte>> anchors, DateTimeOffset at)
    {
        if (intermediates.Count > MaxPath) return $"the path is longer than {MaxPath} certificates";
        try
        {
            var parser = new BouncyParser();
            var path = new PkixCertPath(new[] { leaf }.Concat(intermediates).Select(Parse).ToList());
            var trusted = new HashSet<TrustAnchor>(anchors.Select(anchor => new TrustAnchor(Parse(anchor), null)));
            if (trusted.Count == 0) return "no authority is trusted";
            new PkixCertPathValidator().Validate(path, new PkixParameters(trusted) { IsRevocationEnabled = false, Date = at.UtcDateTime });
            return null;

            BouncyCertificate Parse(ReadOnlyMemory<byte> certificate) => parser.ReadCertificate(certificate.ToArray()) ?? throw new IOException("not a certificate");
        }
        catch (Exception invalid) when (invalid is not OutOfMemoryException)
        {
            // The parser and validator raise many types on foreign bytes; each means the same here.
            return invalid.Message;
        }
    }
}
