using System.Security.Cryptography;
using System.Text;
using CsCheck;

namespace Hotline.Cryptography.Tests;

/// <summary>Certificates from elsewhere: one encoding, one exception.</summary>
public sealed class ForeignCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(365));
    private readonly EcdsaP256PrivateKey _desk = EcdsaP256PrivateKey.Generate();
    private readonly byte[] _certificate;

    public ForeignCertificateTests() =>
        _certificate = _authority.IssueStatement("alba.example/desk/watch", _desk.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromDays(90));

    [Fact]
    public void A_certificate_is_exact_DER_or_refused()
    {
        foreach (var inexact in InexactDer.Of(_certificate))
        {
            Refuses(() => Certificates.KeyFingerprint(inexact), inexact);
            Refuses(() => Certificates.IsSample(inexact), inexact);
            CertificatePath.WhyInvalid(inexact, [], [_authority.Certificate], Now).Should().NotBeNull(Convert.ToHexString(inexact));
        }
    }

    [Fact]
    public void A_PEM_text_holds_exact_DER_or_is_refused()
    {
        foreach (var inexact in InexactDer.Of(_certificate).Where(inexact => inexact.Length > 0))
            Refuses(() => Certificates.FromPem(Certificates.ToPem(_certificate, inexact)), inexact);
    }

    [Fact]
    public void An_authority_is_exact_DER_or_refused()
    {
        using var key = EcdsaP256PrivateKey.Generate();
        using var authority = CertificateAuthority.Create("Borea Root", EcdsaP256PrivateKey.FromPkcs8(key.ExportPkcs8()), Now, TimeSpan.FromDays(1));

        foreach (var inexact in InexactDer.Of(authority.Certificate.ToArray()))
        {
            Refuses(() => CertificateAuthority.Open(inexact, key), inexact);
            CertificatePath.WhyInvalid(authority.Certificate, [], [inexact], Now).Should().NotBeNull();
        }
    }

    [Fact]
    public void A_key_to_certify_is_exact_DER_or_refused()
    {
        foreach (var inexact in InexactDer.Of(_desk.SubjectPublicKeyInfo.ToArray()))
        {
            Refuses(() => _authority.IssueStatement("a", inexact, Now, TimeSpan.FromDays(1)), inexact);
            Refuses(() => _authority.IssueTls("a", inexact, [], [], Now, TimeSpan.FromDays(1)), inexact);
        }
    }

    [Fact]
    public void PEM_is_no_DER() => Refuses(() => Certificates.KeyFingerprint(Encoding.ASCII.GetBytes(Certificates.ToPem(_certificate))), []);

    [Fact]
    public void Other_PEM_beside_certificates_is_passed_over()
    {
        var text = "Issued by hand.\n" + PemEncoding.WriteString("PUBLIC KEY", _desk.SubjectPublicKeyInfo.Span) + "\n" + Certificates.ToPem(_certificate, _authority.Certificate);

        Certificates.FromPem(text).Should().BeEquivalentTo([_certificate, _authority.Certificate.ToArray()], options => options.WithStrictOrdering());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void A_PEM_text_without_a_certificate_is_refused(string text) => Refuses(() => Certificates.FromPem(text), []);

    [Fact]
    public void What_is_too_large_for_a_certificate_is_not_read() => Refuses(() => Certificates.KeyFingerprint(new byte[65537]), []);

    [Fact]
    public void Foreign_bytes_fail_by_one_exception() =>
        Gen.OneOf(Gen.Byte.Array[0, 300], AMutation.Of(_certificate)).Fuzz(
            bytes =>
            {
                Tolerates(() => Certificates.KeyFingerprint(bytes));
                Tolerates(() => Certificates.IsSample(bytes));
                Tolerates(() => _authority.IssueStatement("a", bytes, Now, TimeSpan.FromDays(1)));
                Tolerates(() => CertificateAuthority.Open(bytes, _desk));
                CertificatePath.WhyInvalid(bytes, [bytes], [_authority.Certificate], Now);
                CertificatePath.WhyInvalid(_certificate, [], [bytes], Now);
            },
            iterations: 3_000);

    [Fact]
    public void Foreign_PEM_fails_by_one_exception() =>
        Gen.OneOf(Gen.String, AMutation.Of(Encoding.ASCII.GetBytes(Certificates.ToPem(_certificate))).Select(Encoding.ASCII.GetString)).Fuzz(
            text => Tolerates(() => Certificates.FromPem(text)), iterations: 3_000);

    public void Dispose()
    {
        _authority.Dispose();
        _desk.Dispose();
    }

    private static void Refuses<T>(Func<T> read, byte[] bytes) => read.Should().Throw<CryptographicException>(Convert.ToHexString(bytes));

    private static void Tolerates<T>(Func<T> read)
    {
        try
        {
            read();
        }
        catch (CryptographicException)
        {
            // The documented one; any other fails the test.
        }
    }
}
