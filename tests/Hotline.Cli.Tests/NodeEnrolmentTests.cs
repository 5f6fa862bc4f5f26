using Hotline.Cli.Enrolment;
using Hotline.Cryptography;
using Hotline.Envelopes;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Tests;

public sealed class NodeEnrolmentTests : IClassFixture<NodeEnrolmentTests.Alba>, IDisposable
{
    private readonly Enrolled _alba;
    private readonly Fresh _fresh = new();

    public NodeEnrolmentTests(Alba alba) => _alba = alba.Enrolled;

    private RosterMember Entry => ((RosterEntry.OfMember)_alba.Entry).Member;

    [Fact]
    public void Every_key_of_a_node_has_a_file_of_its_own() =>
        Directory.GetFiles(Path.Combine(_alba.Directory, "keys")).Select(Path.GetFileName).Should().BeEquivalentTo(
            "ca.key", "tls.key", "log.key", "log-mldsa.key", "root.key", "desk.key", "desk-statement.key", "desk-statement-mldsa.key", "service.key",
            "service-statement.key", "kem-x25519.key", "kem-mlkem768x25519.key", "archive.key");

    [Fact]
    public void Only_its_owner_may_look_into_a_data_directory()
    {
        if (OperatingSystem.IsWindows()) return;
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        File.GetUnixFileMode(_alba.Directory).Should().Be(owner | UnixFileMode.UserExecute);
        foreach (var key in Directory.GetFiles(Path.Combine(_alba.Directory, "keys"))) File.GetUnixFileMode(key).Should().Be(owner);
    }

    [Fact]
    public void Keys_are_named_after_what_they_sign()
    {
        VerifierKey.Parse(Entry.Log).Name.Should().Be("alba.example/transcript/1");
        VerifierKey.Parse(Entry.LogMlDsa).Name.Should().Be("alba.example/transcript/1");
        VerifierKey.Parse(Entry.Root).Name.Should().Be("alba.example/root");
        VerifierKey.Parse(Entry.Desk.Evidence).Name.Should().Be("alba.example/desk/watch");
        VerifierKey.Parse(Entry.Service.Evidence).Name.Should().Be("alba.example/service/taxii");
    }

    [Fact]
    public void The_entry_names_the_keys_in_the_files()
    {
        using var log = KeyFile.ReadEd25519(Path.Combine(_alba.Directory, "keys", "log.key"), Fresh.Passphrase);
        using var tls = KeyFile.ReadEcdsaP256(Path.Combine(_alba.Directory, "keys", "tls.key"), Fresh.Passphrase);

        VerifierKey.Parse(Entry.Log).PublicKey.ToArray().Should().Equal(log.PublicKey.ToArray());
        Entry.Tls.Should().Equal(Digest.Of(tls.SubjectPublicKeyInfo.Span));
        Entry.Kem.Select(key => key.Seal).Should().Equal(SealSuite.HybridLetter, SealSuite.ClassicalLetter);
        Entry.Desk.Statements.Should().HaveCount(2, "one signature is classical, one post-quantum");
    }

    [Fact]
    public void The_entry_file_reads_back_as_the_entry() =>
        RosterEntry.Parse(File.ReadAllBytes(Path.Combine(_alba.Directory, "entry.json"))).Write().Should().Equal(_alba.Entry.Write());

    [Theory]
    [InlineData("tls.key")]
    [InlineData("log.key")]
    [InlineData("desk.key")]
    [InlineData("desk-statement.key")]
    [InlineData("kem-x25519.key")]
    public void OpenSSL_reads_the_key_files(string name)
    {
        var (code, output) = OpenSsl.Run("pkey", "-in", Path.Combine(_alba.Directory, "keys", name), "-passin", "pass:correct horse", "-noout");

        code.Should().Be(0, output);
    }

    [Fact]
    public void OpenSSL_refuses_a_key_file_under_another_passphrase() =>
        OpenSsl.Run("pkey", "-in", Path.Combine(_alba.Directory, "keys", "tls.key"), "-passin", "pass:wrong", "-noout").Code.Should().NotBe(0);

    [Theory]
    [InlineData("tls.pem", "sslserver")]
    [InlineData("tls.pem", "sslclient")]
    [InlineData("desk-statement.pem", "any")]
    [InlineData("service-statement.pem", "any")]
    public void OpenSSL_verifies_the_certificates_strictly(string name, string purpose)
    {
        var certificates = Path.Combine(_alba.Directory, "certs");

        var (code, output) = OpenSsl.Run("verify", "-x509_strict", "-purpose", purpose, "-CAfile", Path.Combine(certificates, "ca.pem"), Path.Combine(certificates, name));

        code.Should().Be(0, output);
    }

    [Fact]
    public void The_TLS_certificate_is_good_for_the_name_and_for_loopback()
    {
        var certificates = Path.Combine(_alba.Directory, "certs");
        string[] verify = ["verify", "-CAfile", Path.Combine(certificates, "ca.pem")];

        OpenSsl.Run([.. verify, "-verify_hostname", "alba.example", Path.Combine(certificates, "tls.pem")]).Code.Should().Be(0);
        OpenSsl.Run([.. verify, "-verify_hostname", "localhost", Path.Combine(certificates, "tls.pem")]).Code.Should().Be(0);
        OpenSsl.Run([.. verify, "-verify_ip", "127.0.0.1", Path.Combine(certificates, "tls.pem")]).Code.Should().Be(0);
        OpenSsl.Run([.. verify, "-verify_hostname", "borea.example", Path.Combine(certificates, "tls.pem")]).Code.Should().NotBe(0);
    }

    [Fact]
    public void The_post_quantum_certificate_holds_by_its_path()
    {
        var certificates = Certificates.FromPem(File.ReadAllText(Path.Combine(_alba.Directory, "certs", "desk-statement-mldsa.pem")));

        CertificatePath.WhyInvalid(certificates[0], [], [certificates[1]], TimeProvider.System.GetUtcNow()).Should().BeNull();
    }

    [Fact]
    public void An_exercise_has_a_log_of_its_own()
    {
        var exercise = ((RosterEntry.OfMember)_fresh.Node("borea", new Exercise("spring")).Entry).Member;

        VerifierKey.Parse(exercise.Log).Name.Should().Be("borea.example/exercise/spring/1");
    }

    [Fact]
    public void A_directory_that_holds_something_is_left_alone()
    {
        Directory.CreateDirectory(_fresh["cambria"]);
        File.WriteAllText(Path.Combine(_fresh["cambria"], "node.db"), "precious");

        var again = () => _fresh.Node("cambria");

        again.Should().Throw<StartupException>().WithMessage("*not empty*");
        Directory.GetFileSystemEntries(_fresh["cambria"]).Should().ContainSingle();
    }

    public void Dispose() => _fresh.Dispose();

    public sealed class Alba : IDisposable
    {
        private readonly Fresh _fresh = new();

        public Alba() => Enrolled = _fresh.Node("alba");

        internal Enrolled Enrolled { get; }

        public void Dispose() => _fresh.Dispose();
    }
}
