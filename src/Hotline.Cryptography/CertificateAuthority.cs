using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Cryptography;

/// <summary>Issues certificates of RFC 5280 under a P-256 key: for TLS, and for keys that sign Statements.</summary>
public sealed class CertificateAuthority : IDisposable
{
    private const int SerialSize = 16;
    private readonly EcdsaP256PrivateKey _key;
    private readonly X509Certificate2 _certificate;
    private readonly bool _isSample;
    private bool _disposed;

    private CertificateAuthority(X509Certificate2 certificate, EcdsaP256PrivateKey key)
    {
        (_certificate, _key) = (certificate, key);
        _isSample = Certificates.IsSample(certificate);
    }

    /// <summary>The authority's own certificate in DER.</summary>
    /// <exception cref="ObjectDisposedException">The authority's key is gone.</exception>
    public ReadOnlyMemory<byte> Certificate
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _certificate.RawData;
        }
    }

    /// <summary>A new authority with a self-signed certificate.</summary>
    /// <param name="name">Common name.</param>
    /// <param name="key">Becomes the authority's to dispose.</param>
    /// <param name="isSample">Marks this and all it issues as made for trying out.</param>
    public static CertificateAuthority Create(string name, EcdsaP256PrivateKey key, DateTimeOffset now, TimeSpan lifetime, bool isSample = false)
    {
        var request = Request(name, key.SubjectPublicKeyInfo.Span, isSample);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var signer = ECDsa.Create();
        Import(signer, key);
        return new CertificateAuthority(request.Create(request.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), NotBefore(now), now + lifetime, Serial()), key);
    }

    /// <summary>An authority whose certificate exists.</summary>
    /// <param name="key">Becomes the authority's to dispose.</param>
    /// <exception cref="CryptographicException">Not a certificate, not of an authority, or of another key.</exception>
    public static CertificateAuthority Open(ReadOnlySpan<byte> certificate, EcdsaP256PrivateKey key)
    {
        var read = Certificates.Read(certificate);
        var constraints = read.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault();
        if (constraints is { CertificateAuthority: true } && read.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.SubjectPublicKeyInfo.Span))
            return new CertificateAuthority(read, key);
        read.Dispose();
        throw new CryptographicException("The certificate is not the authority of this key.");
    }

    /// <summary>A certificate for both ends of TLS connections.</summary>
    /// <param name="subjectPublicKeyInfo">DER of the key it is for.</param>
    /// <returns>DER.</returns>
    /// <exception cref="CryptographicException">Not a key.</exception>
    public byte[] IssueTls(
        string name, ReadOnlySpan<byte> subjectPublicKeyInfo, IEnumerable<string> dnsNames, IEnumerable<IPAddress> addresses, DateTimeOffset now, TimeSpan lifetime)
    {
        var request = Request(name, subjectPublicKeyInfo, _isSample);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var dnsName in dnsNames) alternatives.AddDnsName(dnsName);
        foreach (var address in addresses) alternatives.AddIpAddress(address);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(alternatives.Build());
        return Issue(request, now, lifetime);
    }

    /// <summary>A certificate for a key that signs Statements: digital signature and non-repudiation.</summary>
    /// <param name="subjectPublicKeyInfo">DER; of P-256 or ML-DSA.</param>
    /// <returns>DER.</returns>
    /// <exception cref="CryptographicException">Not a key.</exception>
    public byte[] IssueStatement(string name, ReadOnlySpan<byte> subjectPublicKeyInfo, DateTimeOffset now, TimeSpan lifetime)
    {
        var request = Request(name, subjectPublicKeyInfo, _isSample);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        return Issue(request, now, lifetime);
    }

    public void Dispose()
    {
        _disposed = true;
        _certificate.Dispose();
        _key.Dispose();
    }

    private byte[] Issue(CertificateRequest request, DateTimeOffset now, TimeSpan lifetime)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signer = ECDsa.Create();
        Import(signer, _key);
        using var issued = request.Create(_certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), NotBefore(now), now + lifetime, Serial());
        return issued.RawData;
    }

    private static CertificateRequest Request(string name, ReadOnlySpan<byte> subjectPublicKeyInfo, bool isSample)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        if (!Der.IsExact(subjectPublicKeyInfo)) throw new CryptographicException("The key to certify is not in DER.");
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(subjectPublicKeyInfo, out _);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        if (isSample) request.CertificateExtensions.Add(new X509Extension(Certificates.SampleMark, [5, 0], critical: false));
        return request;
    }

    private static void Import(ECDsa signer, EcdsaP256PrivateKey key)
    {
        var info = key.ExportPkcs8();
        try
        {
            signer.ImportPkcs8PrivateKey(info, out _);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(info);
        }
    }

    // Peers' clocks differ; an hour back keeps a fresh certificate from being "not yet valid".
    private static DateTimeOffset NotBefore(DateTimeOffset now) => now.AddHours(-1);

    // Positive and unguessable (RFC 5280, section 4.1.2.2).
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
