using System.Text;
using CsCheck;

namespace Hotline.Cryptography.Tests;

/// <summary>Signatures that other programs made: which algorithms count, and in which encoding.</summary>
public sealed class ForeignCmsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("{\"hotline\":\"statement/v1\"}");
    private readonly TemporaryFolder _folder = new();
    private readonly EcdsaP256PrivateKey _desk = EcdsaP256PrivateKey.Generate();
    private readonly byte[] _certificate;
    private readonly byte[] _signature;

    public ForeignCmsTests()
    {
        _certificate = SelfSigned(_desk.SubjectPublicKeyInfo.Span);
        _signature = CmsSignature.Sign(Content, _desk, _certificate);
        _folder.Write("document", Content);
    }

    [Fact]
    public void A_signature_is_exact_DER_or_refused()
    {
        foreach (var inexact in InexactDer.Of(_signature))
            CmsSignature.WhyInvalid(Content, inexact, _certificate).Should().NotBeNull(Convert.ToHexString(inexact));
    }

    [Fact]
    public void A_pinned_certificate_is_exact_DER_or_refused()
    {
        foreach (var inexact in InexactDer.Of(_certificate))
            CmsSignature.WhyInvalid(Content, _signature, inexact).Should().NotBeNull(Convert.ToHexString(inexact));
    }

    [Fact]
    public void P256_with_SHA256_is_allowed()
    {
        var (signature, certificate) = SignByOpenSsl("sha256", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().BeNull();
        CmsSignature.WhyInvalid([.. Content, 0], signature, certificate).Should().Be("the signature is over another content");
    }

    [Fact]
    public void P384_with_SHA384_is_allowed()
    {
        var (signature, certificate) = SignByOpenSsl("sha384", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().BeNull();
        CmsSignature.WhyInvalid([.. Content, 0], signature, certificate).Should().Be("the signature is over another content");
    }

    [Theory]
    [InlineData("sha1", "1.2.840.10045.4.1", "ec", "ec_paramgen_curve:P-256")]
    [InlineData("sha384", "1.2.840.10045.4.3.3", "ec", "ec_paramgen_curve:P-256")]
    [InlineData("sha512", "1.2.840.10045.4.3.4", "ec", "ec_paramgen_curve:P-256")]
    [InlineData("sha256", "1.2.840.10045.4.3.2", "ec", "ec_paramgen_curve:P-384")]
    [InlineData("sha512", "1.2.840.10045.4.3.4", "ec", "ec_paramgen_curve:P-521")]
    [InlineData("sha256", "1.2.840.10045.4.3.2", "ec", "ec_paramgen_curve:secp256k1")]
    [InlineData("sha256", "1.2.840.10045.4.3.2", "ec", "ec_paramgen_curve:brainpoolP256r1")]
    [InlineData("sha256", "1.2.840.113549.1.1.1", "rsa", "rsa_keygen_bits:2048")]
    public void Every_other_algorithm_is_refused_by_name(string digest, string name, string algorithm, string option)
    {
        var (signature, certificate) = SignByOpenSsl(digest, "-newkey", algorithm, "-pkeyopt", option);

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().Contain(name).And.Contain("not accepted");
    }

    [Theory]
    [InlineData(MlDsaParameterSet.MlDsa44, "2.16.840.1.101.3.4.3.17")]
    [InlineData(MlDsaParameterSet.MlDsa87, "2.16.840.1.101.3.4.3.19")]
    public void Of_ML_DSA_only_65_is_allowed(MlDsaParameterSet set, string name)
    {
        using var key = MlDsaPrivateKey.Generate(set);
        var certificate = SelfSigned(key.SubjectPublicKeyInfo.Span);

        var sign = () => CmsSignature.Sign(Content, key, certificate);

        sign.Should().Throw<ArgumentException>();
        CmsSignature.WhyInvalid(Content, _signature, certificate).Should().Contain(name).And.Contain("not accepted");
    }

    [Fact]
    public void A_signature_that_names_another_algorithm_than_that_of_the_key_is_refused_by_name()
    {
        var (p384, _) = SignByOpenSsl("sha384", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");
        using var key = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa65);
        var mlDsa = CmsSignature.Sign(Content, key, SelfSigned(key.SubjectPublicKeyInfo.Span));

        CmsSignature.WhyInvalid(Content, p384, _certificate).Should().Contain("1.2.840.10045.4.3.3").And.Contain("not accepted");
        CmsSignature.WhyInvalid(Content, mlDsa, _certificate).Should().Contain("2.16.840.1.101.3.4.3.18").And.Contain("not accepted");
        CmsSignature.WhyInvalid(Content, _signature, SelfSigned(key.SubjectPublicKeyInfo.Span)).Should().Contain("1.2.840.10045.4.3.2").And.Contain("not accepted");
    }

    /// <summary>A signature without signed attributes over the encoding of attributes would pass for one with them (RFC 8933 names the danger).</summary>
    [Fact]
    public void Without_signed_attributes_it_is_refused()
    {
        var (signature, certificate) = SignByOpenSsl("sha256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "-noattr");

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().Be("it has no signed attributes");
    }

    [Fact]
    public void With_the_content_inside_it_is_refused()
    {
        var (signature, certificate) = SignByOpenSsl("sha256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "-nodetach");

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().Be("it is not detached");
    }

    [Fact]
    public void A_signer_named_by_key_identifier_is_allowed()
    {
        var (signature, certificate) = SignByOpenSsl("sha256", ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "-keyid");

        CmsSignature.WhyInvalid(Content, signature, certificate).Should().BeNull();
    }

    [Fact]
    public void Two_signers_are_refused()
    {
        MakeSigner("one", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        MakeSigner("two", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        var made = OpenSsl.Run(
            _folder.Path, "cms", "-sign", "-binary", "-in", "document", "-signer", "one.pem", "-inkey", "one.key", "-signer", "two.pem", "-inkey", "two.key", "-outform", "DER", "-out", "both", "-md", "sha256");

        made.ExitCode.Should().Be(0, made.Output);
        CmsSignature.WhyInvalid(Content, File.ReadAllBytes(_folder.File("both")), Certificate("one")).Should().Be("it has not exactly one signer");
    }

    [Fact]
    public void What_is_no_signature_or_too_large_is_refused()
    {
        CmsSignature.WhyInvalid(Content, [], _certificate).Should().Be("it is not in DER");
        CmsSignature.WhyInvalid(Content, [5, 0], _certificate).Should().Be("it is not a CMS SignedData");
        CmsSignature.WhyInvalid(Content, new byte[CmsSignature.MaxSize + 1], _certificate).Should().Be("it is larger than 65536 bytes");
        CmsSignature.WhyInvalid(Content, _signature, [5, 0]).Should().Be("the pinned certificate is not a certificate");
    }

    [Fact]
    public void Damage_raises_nothing_and_changes_nothing_that_was_signed()
    {
        var signed = _signature.AsSpan().IndexOf(_certificate) + _certificate.Length;

        Gen.Select(Gen.Int[signed, _signature.Length - 1], Gen.Byte).Sample((place, value) =>
        {
            if (_signature[place] == value) return;
            byte[] damaged = [.. _signature[..place], value, .. _signature[(place + 1)..]];

            // The signer's name is not covered and not looked at: the pinned key decides.
            if (CmsSignature.Verify(Content, damaged, _certificate)) NameOfSigner(damaged).Should().NotEqual(NameOfSigner(_signature));
        });
        Gen.OneOf(AMutation.Of(_signature), Gen.Byte.Array[0, 300]).Fuzz(bytes => { CmsSignature.Verify(Content, bytes, _certificate); }, iterations: 5_000);
        AMutation.Of(_certificate).Fuzz(bytes => { CmsSignature.Verify(Content, _signature, bytes); }, iterations: 5_000);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _desk.Dispose();
    }

    private static byte[] NameOfSigner(byte[] signature) => CmsSignedData.Read(signature).Signers[0].Name.ToArray();

    private static byte[] SelfSigned(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        using var authority = CertificateAuthority.Create("Alba Root", EcdsaP256PrivateKey.Generate(), Now, TimeSpan.FromDays(365));
        return authority.IssueStatement("alba.example/desk/watch", subjectPublicKeyInfo, Now, TimeSpan.FromDays(90));
    }

    private (byte[] Signature, byte[] Certificate) SignByOpenSsl(string digest, params string[] newKey) => SignByOpenSsl(digest, newKey, []);

    private (byte[] Signature, byte[] Certificate) SignByOpenSsl(string digest, string[] newKey, params string[] options)
    {
        MakeSigner("signer", newKey);
        var made = OpenSsl.Run(
            _folder.Path,
            ["cms", "-sign", "-binary", "-in", "document", "-signer", "signer.pem", "-inkey", "signer.key", "-outform", "DER", "-out", "theirs", "-md", digest, .. options]);
        made.ExitCode.Should().Be(0, made.Output);
        return (File.ReadAllBytes(_folder.File("theirs")), Certificate("signer"));
    }

    private void MakeSigner(string name, params string[] newKey)
    {
        var made = OpenSsl.Run(_folder.Path, ["req", "-x509", "-nodes", "-subj", $"/CN={name}", .. newKey, "-keyout", $"{name}.key", "-out", $"{name}.pem"]);
        made.ExitCode.Should().Be(0, made.Output);
    }

    private byte[] Certificate(string name) => Certificates.FromPem(File.ReadAllText(_folder.File($"{name}.pem")))[0];
}
