using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hotline.Mls.Tests;

/// <summary>X.509 credentials: the library compares keys, the caller's service judges chains.</summary>
public sealed class CertificateTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);

    [Fact]
    public void Members_with_certificates_of_one_root_agree()
    {
        using var root = new Root("CN=alba root");
        var group = Of(root, root);

        group.ShouldAgree();
        group.Commit("borea");
        group.ShouldAgree();
    }

    [Fact]
    public void A_certificate_of_another_root_is_refused_when_its_holder_is_added()
    {
        using var root = new Root("CN=alba root");
        using var other = new Root("CN=elbonia root");

        var adding = () => Of(root, other);

        adding.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.CredentialRefused);
    }

    [Fact]
    public void A_certificate_that_has_expired_is_refused_when_its_holder_is_added()
    {
        using var root = new Root("CN=alba root");

        var adding = () => Of(root, root, notAfter: Now.AddDays(-1));

        adding.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.CredentialRefused);
    }

    [Fact]
    public void An_X509_credential_without_a_certificate_is_malformed()
    {
        var decoding = () => Wire.Decode<Credential>([0, 2, 0]);

        decoding.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.Malformed);
    }

    private static AGroup Of(Root root, Root rootOfBorea, DateTimeOffset? notAfter = null)
    {
        var suite = CipherSuites.Of(CipherSuiteId.P256Aes128GcmSha256P256);
        var group = AGroup.Of(suite, MlsOptions.Default with { Clock = new StoppedClock(Now) });
        group["alba"] = Group.Create(root.Client(group, "alba", root, Now.AddDays(90)));
        var borea = rootOfBorea.Client(group, "borea", root, notAfter ?? Now.AddDays(90));
        using var bundle = borea.NewKeyPackage();
        using var commit = group["alba"].Commit(new Proposal.Add(KeyPackage.Decode(bundle.KeyPackage.Encode())));
        group["alba"] = commit.Adopt();
        group["borea"] = Group.Join(borea, bundle, AGroup.Sent(commit.Welcome!));
        return group;
    }

    /// <summary>A certificate authority, and a service that trusts one.</summary>
    private sealed class Root : IAuthenticationService, IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly X509Certificate2 _certificate;

        public Root(string name)
        {
            var request = new CertificateRequest(name, _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _certificate = request.CreateSelfSigned(Now.AddYears(-1), Now.AddYears(1));
        }

        public MlsClient Client(AGroup group, string name, Root trusted, DateTimeOffset notAfter)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            using var certificate = request.Create(_certificate, Now.AddDays(-30), notAfter, [1, 2, 3]);
            var signer = group.Suite.Signature.Import(key.ExportParameters(includePrivateParameters: true).D!);
            return new MlsClient(group.Suite, signer, Credential.X509(certificate.RawData), trusted, group.Options);
        }

        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use)
        {
            if (credential.Type != CredentialType.X509) return false;
            using var certificate = X509CertificateLoader.LoadCertificate(credential.Certificates()[0].Span);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(_certificate);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
            return chain.Build(certificate);
        }

        public void Dispose()
        {
            _certificate.Dispose();
            _key.Dispose();
        }
    }
}
