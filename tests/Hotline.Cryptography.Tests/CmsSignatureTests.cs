using System.Text;
using CsCheck;

namespace Hotline.Cryptography.Tests;

public sealed class CmsSignatureTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("{\"hotline\":\"statement/v1\"}");
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(365));
    private readonly EcdsaP256PrivateKey _desk = EcdsaP256PrivateKey.Generate();
    private readonly byte[] _certificate;
    private readonly byte[] _signature;

    public CmsSignatureTests()
    {
        _certificate = _authority.IssueStatement("alba.example/desk/watch", _desk.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromDays(90));
        _signature = CmsSignature.Sign(Content, _desk, _certificate);
    }

    [Fact]
    public void A_signature_holds_for_its_content_and_signer_only()
    {
        using var other = EcdsaP256PrivateKey.Generate();
        var otherCertificate = _authority.IssueStatement("alba.example/desk/watch", other.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromDays(90));

        CmsSignature.Verify(Content, _signature, _certificate).Should().BeTrue();
        CmsSignature.Verify([.. Content, 0], _signature, _certificate).Should().BeFalse();
        CmsSignature.Verify(Content, _signature, otherCertificate).Should().BeFalse();
    }

    [Fact]
    public void ML_DSA_signs_too()
    {
        using var key = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa65);
        var certificate = _authority.IssueStatement("alba.example/desk/watch", key.SubjectPublicKeyInfo.Span, Now, TimeSpan.FromDays(90));

        var signature = CmsSignature.Sign(Content, key, certificate);

        CmsSignature.Verify(Content, signature, certificate).Should().BeTrue();
        CmsSignature.Verify([.. Content, 0], signature, certificate).Should().BeFalse();
    }

    [Fact]
    public void OpenSSL_verifies_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("document", Content);
        folder.Write("signature.p7s", _signature);
        File.WriteAllText(folder.File("ca.pem"), Certificates.ToPem(_authority.Certificate));

        var good = OpenSsl.Run(folder.Path, "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.p7s", "-content", "document", "-CAfile", "ca.pem", "-out", "out");
        folder.Write("document", [.. Content, 0]);
        var bad = OpenSsl.Run(folder.Path, "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature.p7s", "-content", "document", "-CAfile", "ca.pem", "-out", "out");

        good.ExitCode.Should().Be(0, good.Output);
        bad.ExitCode.Should().NotBe(0);
    }

    [Fact]
    public void A_signature_that_OpenSSL_made_verifies_here()
    {
        using var folder = new TemporaryFolder();
        folder.Write("document", Content);
        File.WriteAllText(folder.File("desk.pem"), Certificates.ToPem(_certificate));
        KeyFile.Write(folder.File("desk.key"), _desk, "sample"u8);

        var made = OpenSsl.Run(
            folder.Path, "cms", "-sign", "-binary", "-in", "document", "-signer", "desk.pem", "-inkey", "desk.key", "-passin", "pass:sample", "-outform", "DER", "-out", "theirs", "-md", "sha256");

        made.ExitCode.Should().Be(0, made.Output);
        CmsSignature.Verify(Content, File.ReadAllBytes(folder.File("theirs")), _certificate).Should().BeTrue();
    }

    [Fact]
    public void Foreign_bytes_prove_nothing_and_raise_nothing()
    {
        Gen.Byte.Array[0, 300].Sample(bytes => CmsSignature.Verify(Content, bytes, _certificate).Should().BeFalse());
        Gen.Byte.Array[0, 300].Sample(bytes => CmsSignature.Verify(Content, _signature, bytes).Should().BeFalse());
        Gen.Select(Gen.Int[0, _signature.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var changed = (byte[])_signature.Clone();
            changed[position] = value;
            // Some bytes are not covered (the certificate copy, say): what must not happen is an exception.
            CmsSignature.Verify(Content, changed, _certificate);
        });
    }

    public void Dispose()
    {
        _authority.Dispose();
        _desk.Dispose();
    }
}
