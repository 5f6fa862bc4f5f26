using Hotline.Cli.Enrolment;
using Hotline.Cryptography;
using Hotline.Hosting;
using Hotline.Rosters;

namespace Hotline.Cli.Tests;

public sealed class InitVerbTests : IDisposable
{
    private readonly Fresh _fresh = new();

    [Fact]
    public async Task A_hub_is_made_with_its_settings_and_its_entry()
    {
        var run = await Init("hub", "--role", "hub", "--name", "hub-north.example", "--listen", "127.0.0.1:7777", "--address", "https://hub-north.example:7777");

        run.Code.Should().Be(0, run.Complaints);
        var settings = HotlineSettings.Load(DataDirectory.Open(_fresh["hub"]));
        settings.Role.Should().Be("hub");
        settings.Listen.Should().Be("127.0.0.1:7777");
        var entry = RosterEntry.Parse(await File.ReadAllBytesAsync(run.Json.GetProperty("entry").GetString()!, TestContext.Current.CancellationToken));
        entry.Should().BeOfType<RosterEntry.OfHub>().Which.Hub.Address.Should().Be(new Uri("https://hub-north.example:7777"));
        Directory.GetFiles(Path.Combine(_fresh["hub"], "keys")).Select(Path.GetFileName).Should()
            .BeEquivalentTo("ca.key", "tls.key", "log.key", "log-mldsa.key");
    }

    [Fact]
    public async Task A_node_of_an_exercise_gets_a_data_root_of_its_own()
    {
        var run = await Init("alba", "--role", "node", "--name", "alba.example", "--exercise", "spring");

        run.Code.Should().Be(0, run.Complaints);
        run.Json.GetProperty("banner").GetString().Should().Contain("EXERCISE");
        var settings = HotlineSettings.Load(DataDirectory.Open(Path.Combine(_fresh["alba"], "exercises", "spring")));
        settings.Domain.Should().Be("exercise:spring");
        settings.Member.Should().Be("alba", "that is the first label of its name");
    }

    [Fact]
    public async Task Real_traffic_may_be_set_up_after_an_exercise()
    {
        await Init("alba", "--role", "node", "--name", "alba.example", "--exercise", "spring");

        var real = await Init("alba", "--role", "node", "--name", "alba.example");

        real.Code.Should().Be(0, real.Complaints);
    }

    [Fact]
    public async Task An_auditor_has_one_key_and_no_settings()
    {
        var run = await Init("court", "--role", "auditor", "--name", "court");

        run.Code.Should().Be(0, run.Complaints);
        RosterEntry.Parse(await File.ReadAllBytesAsync(Path.Combine(_fresh["court"], "entry.json"), TestContext.Current.CancellationToken)).Should().BeOfType<RosterEntry.OfAuditor>();
        File.Exists(Path.Combine(_fresh["court"], "hotline.json")).Should().BeFalse();
    }

    [Fact]
    public async Task A_states_own_authority_certifies_the_keys()
    {
        var key = EcdsaP256PrivateKey.Generate();
        using var issuer = Certification.NewAuthority("Alba Root", key, isSample: false, RunOfHotline.Now);
        await File.WriteAllTextAsync(_fresh["root.pem"], Certificates.ToPem(issuer.Certificate), TestContext.Current.CancellationToken);
        KeyFile.Write(_fresh["root.key"], key, "of the root"u8);
        await File.WriteAllTextAsync(_fresh["root.passphrase"], "of the root", TestContext.Current.CancellationToken);

        var run = await Init(
            "hub", "--role", "hub", "--name", "hub-north.example",
            "--issuer", _fresh["root.pem"], "--issuer-key", _fresh["root.key"], "--issuer-passphrase-file", _fresh["root.passphrase"]);

        run.Code.Should().Be(0, run.Complaints);
        var (code, output) = OpenSsl.Run(
            "verify", "-x509_strict", "-attime", $"{RunOfHotline.Now.ToUnixTimeSeconds()}", "-CAfile", _fresh["root.pem"], Path.Combine(_fresh["hub"], "certs", "tls.pem"));
        code.Should().Be(0, output);
        File.Exists(Path.Combine(_fresh["hub"], "keys", "ca.key")).Should().BeFalse("the authority is elsewhere");
    }

    [Theory]
    [InlineData("--role is hub, node or auditor", "--role", "king", "--name", "alba.example")]
    [InlineData("--role is missing", "--name", "alba.example")]
    [InlineData("--name is missing", "--role", "hub")]
    [InlineData("lower-case DNS name", "--role", "hub", "--name", "Alba Example")]
    [InlineData("no address with a port", "--role", "hub", "--name", "hub.example", "--listen", "localhost")]
    [InlineData("--address is an https URL", "--role", "hub", "--name", "hub.example", "--address", "http://hub.example")]
    [InlineData("both --issuer and --issuer-key", "--role", "hub", "--name", "hub.example", "--issuer", "ca.pem")]
    public async Task What_does_not_fit_makes_nothing(string sentence, params string[] arguments)
    {
        var run = await Init("new", arguments);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain(sentence);
        Directory.Exists(_fresh["new"]).Should().BeFalse();
    }

    public void Dispose() => _fresh.Dispose();

    private Task<RunOfHotline> Init(string directory, params string[] arguments) =>
        RunOfHotline.Of(["init", "--data", _fresh[directory], "--passphrase-file", _fresh.PassphraseFile(), "--json", .. arguments]);
}
