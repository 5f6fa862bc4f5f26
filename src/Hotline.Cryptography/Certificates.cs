using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Cryptography;

/// <summary>What is read off certificates (RFC 5280).</summary>
public static class Certificates
{
    /// <summary>Private extension that marks a certificate made for trying out: nodes refuse it off loopback. Its value is NULL.</summary>
    public const string SampleMark = "2.25.283199123968387095408049320270821437580";

    /// <summary>Largest certificate in bytes.</summary>
    public const int MaxSize = 64 * 1024;

    private const string Label = "CERTIFICATE";

    /// <summary>Reads a certificate in exact DER: no PEM, nothing behind it, no other encoding of the same, extensions included.</summary>
    /// <returns>What the caller disposes.</returns>
    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static X509Certificate2 Read(ReadOnlySpan<byte> certificate)
    {
        if (certificate.Length > MaxSize || !Der.IsExact(certificate)) throw new CryptographicException("This is not a certificate in DER.");
        var read = X509CertificateLoader.LoadCertificate(certificate);
        if (read.Extensions.All(extension => Der.IsExact(extension.RawData))) return read;
        read.Dispose();
        throw new CryptographicException("An extension of the certificate is not in DER.");
    }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo: what rosters pin. Dates inform, keys decide.</summary>
    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static byte[] KeyFingerprint(ReadOnlySpan<byte> certificate)
    {
        using var read = Read(certificate);
        return KeyFingerprint(read);
    }

    public static byte[] KeyFingerprint(X509Certificate2 certificate) => SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

    public static bool IsSample(X509Certificate2 certificate) => certificate.Extensions.Any(extension => extension.Oid?.Value == SampleMark);

    /// <exception cref="CryptographicException">Not a certificate.</exception>
    public static bool IsSample(ReadOnlySpan<byte> certificate)
    {
        using var read = Read(certificate);
        return IsSample(read);
    }

    /// <summary>PEM of certificates, one behind the other.</summary>
    public static string ToPem(params IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        string.Concat(certificates.Select(certificate => PemEncoding.WriteString(Label, certificate.Span) + "\n"));

    /// <summary>DER of every certificate in a PEM text (RFC 7468), in order. Other text, and PEM of other things, is passed over.</summary>
    /// <exception cref="CryptographicException">The text holds none, or one is malformed.</exception>
    public static IReadOnlyList<byte[]> FromPem(string pem)
    {
        var certificates = new List<byte[]>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            if (!rest[fields.Label].SequenceEqual(Label)) continue;
            var certificate = Convert.FromBase64String(rest[fields.Base64Data].ToString());
            Read(certificate).Dispose();
            certificates.Add(certificate);
        }

        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in the PEM text.");
    }
}
