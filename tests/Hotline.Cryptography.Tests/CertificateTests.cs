using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Cryptography.Tests;

public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(365));
    private readonly EcdsaP256PrivateKey _tls = EcdsaP256PrivateKey.Generate();

    [Fact]
    public void OpenSSL_accepts_the_path_strictly()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("ca.pem"), Certificates.ToPem(_authority.Certificate));
        File.WriteAllText(folder.File("tls.pem"), Certificates.ToPem(IssueTls()));

        var server = OpenSsl.Run(folder.Path, "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "alba.example", "-CAfile", "ca.pem", "tls.pem");
        var client = OpenSsl.Run(folder.Path, "verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.pem", "tls.pem");

        server.ExitCode.Should().Be(0, server.Output);
        client.ExitCode.Should().Be(0, client.Output);
    }

    [Fact]
    public void A_path_holds_within_its_dates_and_under_its_own_authority_only()
    {
        using var stranger = CertificateAuthority.Create("Stranger", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(365));
        var leaf = IssueTls();

        CertificatePath.WhyInvalid(leaf, [], [_authority.Certificate], Now).Should().BeNull();
        CertificatePath.WhyInvalid(leaf, [], [_authority.Certificate], Now.AddDays(91)).Should().NotBeNull();
        CertificatePath.WhyInvalid(leaf, [], [stranger.Certificate], Now).Should().NotBeNull();
        CertificatePath.WhyInvalid(leaf, [], [], Now).Should().NotBeNull();
        CertificatePath.WhyInvalid(new byte[] { 1, 2, 3 }, [], [_authority.Certificate], Now).Should().NotBeNull();
    }

    [Fact]
    public void A_path_signed_by_an_algorithm_that_is_not_allowed_is_refused_by_name()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Old Root", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        using var root = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));

        CertificatePath.WhyInvalid(root.RawData, [], [root.RawData], Now).Should().Contain("1.2.840.113549.1.1.11");
    }

    [Fact]
    public void A_path_is_not_longer_than_8() =>
        CertificatePath.WhyInvalid(IssueTls(), [.. Enumerable.Repeat(_authority.Certificate, 9)], [_authority.Certificate], Now).Should().Contain("longer");

    [Fact]
    public void A_fingerprint_is_of_the_key_and_outlives_the_certificate() =>
        Certificates.KeyFingerprint(IssueTls()).Should().Equal(Certificates.KeyFingerprint(IssueTls()));

    [Fact]
    public void The_sample_mark_passes_from_authority_to_leaf()
    {
        using var samples = CertificateAuthority.Create("Sample", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(1), isSample: true);

        Certificates.IsSample(samples.Certificate.Span).Should().BeTrue();
        Certificates.IsSample(samples.IssueStatement("x", _tls.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromDays(1))).Should().BeTrue();
        Certificates.IsSample(IssueTls()).Should().BeFalse();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _tls.Dispose();
    }

    private byte[] IssueTls() => _authority.IssueTls(
        "alba.example", _tls.SubjectPublicKeyInfo.Span, ["alba.example", "localhost"], [IPAddress.Loopback], Now, TimeSpan.FromDays(90));
}
