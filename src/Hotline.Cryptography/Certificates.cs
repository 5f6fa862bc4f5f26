using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Cryptography;

/// <summary>What is read off certificates (RFC 5280).</summary>
public static class Certificates
{
    /// <summary>Private extension that marks a certificate made for trying out: nodes refuse it off loopback. Its value is NULL.</summary>
    public const string SampleMark = "2.25.283199123968387095408049320270821437580";

    /// <summary>SHA-256 of the SubjectPublicKeyInfo: what rosters pin. Dates inform, keys decide.</summary>
    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static byte[] KeyFingerprint(ReadOnlySpan<byte> certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        return KeyFingerprint(read);
    }

    public static byte[] KeyFingerprint(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    public static bool IsSample(X509Certificate2 certificate) => certificate.Extensions.Any(extension => extension.Oid?.Value == SampleMark);

    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static bool IsSample(ReadOnlySpan<byte> certificate)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate);
        return IsSample(read);
    }

    /// <summary>PEM of certificates, one behind the other.</summary>
    public static string ToPem(params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString("CERTIFICATE", certificate.Span) + "\n"));

    /// <summary>DER of every certificate in a PEM text, in order.</summary>
    /// <exception cref="CryptographicException">The text holds none, or one is malformed.</exception>
    public static IReadOnlyList<byte[]> FromPem(string pem)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPem(pem);
        if (read.Count == 0) throw new CryptographicException("There is no certificate in the PEM text.");
        var certificates = read.Select(certificate => certificate.RawData).ToArray();
        foreach (var certificate in read) certificate.Dispose();
        return certificates;
    }
}
