using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Grpc.Core;
using Hotline.Cli.Rosters;
using Hotline.Cryptography;
using Hotline.Hosting;
using Hotline.Leaves;
using Hotline.TestData;
using Hotline.Transcript;
using Hotline.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Hub.Tests;

/// <summary>Who may connect to a hub, and what each may read there.</summary>
public sealed class ConnectionTests(Enrolled enrolled) : IAsyncLifetime
{
    private RunningHub<Real> _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await RunningHub<Real>.StartAsync(enrolled.Network);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_key_that_the_roster_does_not_name_gets_no_connection()
    {
        using var other = new Network<Real>(default, "alba");
        using var stranger = new Party<Real>(other, "alba");

        await HasNoConnection(_hub, stranger.Start.ServerKeys);
    }

    [Fact]
    public async Task A_revoked_key_gets_no_connection()
    {
        await using var later = await RunningHub<Real>.StartAsync(enrolled.Network, new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1)));
        later.Rosters.Import(enrolled.Network.Next(enrolled.Network.First, new RosterChanges([], [], ["cambria"], null)));

        await HasNoConnection(later, enrolled.Cambria.Start.ServerKeys);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Only_tls_1_3_with_a_certificate_is_spoken(SslProtocols protocol)
    {
        using var handler = PinnedTls.ForClient(enrolled.Alba.Start.ServerKeys, _hub.Rosters, Network<Real>.Node(Network<Real>.HubName));
        handler.SslOptions.EnabledSslProtocols = protocol;
        if (protocol == SslProtocols.Tls13) (handler.SslOptions.ClientCertificates, handler.SslOptions.LocalCertificateSelectionCallback) = ([], null);
        using var client = new HttpClient(handler);

        var get = () => client.GetAsync(new Uri(_hub.Address, "transcript/1/checkpoint"), TestContext.Current.CancellationToken);

        await get.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task A_member_turns_away_from_a_hub_with_another_key()
    {
        using var other = new Network<Real>(default, "alba");
        await using var impostor = await RunningHub<Real>.StartAsync(other);
        using var handler = PinnedTls.ForClient(enrolled.Alba.Start.ServerKeys, enrolled.Alba.Start.Rosters, Network<Real>.Node(Network<Real>.HubName));
        using var client = new HttpClient(handler);

        var get = () => client.GetAsync(new Uri(impostor.Address, "transcript/1/checkpoint"), TestContext.Current.CancellationToken);

        await get.Should().ThrowAsync<HttpRequestException>().WithInnerException(typeof(AuthenticationException));
    }

    [Fact]
    public async Task Members_read_checkpoint_and_tiles_and_only_auditors_read_entries()
    {
        await new AtHub(_hub, enrolled.Alba).AcceptedAsync(enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope);
        using var member = Reader(enrolled.Cambria.Start.ServerKeys);
        using var auditorKeys = AuditorHandler();
        using var auditor = new HttpClient(auditorKeys) { BaseAddress = _hub.Address };

        (await StatusOf(member, "transcript/1/checkpoint")).Should().Be(HttpStatusCode.OK);
        (await StatusOf(member, "transcript/1/tile/0/000.p/2")).Should().Be(HttpStatusCode.OK);
        (await StatusOf(member, "transcript/1/tile/entries/000.p/2")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusOf(auditor, "transcript/1/tile/entries/000.p/2")).Should().Be(HttpStatusCode.OK);
        (await StatusOf(auditor, "transcript/1/tile/0/001")).Should().Be(HttpStatusCode.NotFound);
        (await StatusOf(auditor, "transcript/1/../hotline.json")).Should().Be(HttpStatusCode.NotFound);
        (await StatusOf(auditor, "transcript/2/checkpoint")).Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_log_that_is_served_verifies_whole()
    {
        var alba = new AtHub(_hub, enrolled.Alba);
        for (var count = 0; count < 3; count++) await alba.AcceptedAsync(enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope);
        using var handler = AuditorHandler();
        using var client = new HttpClient(handler);
        var hub = _hub.Rosters.Current.Hubs[0];
        var verifier = new CheckpointVerifier("hub-north.example/transcript/1", VerifierKey.Parse(hub.Log), VerifierKey.Parse(hub.LogMlDsa));

        var source = new HttpLogSource(client, new Uri(_hub.Address, "transcript/1/"));

        var report = await LogVerifier.VerifyAsync(source, verifier, null, TestContext.Current.CancellationToken);

        report.Should().Match<LogReport>(found => found.Holds && found.IsWhole && found.Entries == 6);
    }

    [Theory]
    [InlineData("/hotline.v1.Operations/Status")]
    [InlineData("/hotline.v1.Desk/Send")]
    [InlineData("/healthz")]
    public async Task What_is_for_the_operator_or_for_health_checks_is_not_on_the_network(string path)
    {
        using var member = Reader(enrolled.Cambria.Start.ServerKeys);

        (await StatusOf(member, path)).Should().Be(HttpStatusCode.NotFound);
    }

    /// <summary>No call is answered: what it ends with is the broken connection, never the service's word.</summary>
    /// <remarks>In TLS 1.3 the server judges the client's key after the client's handshake is done, so the break shows anywhere in the first call.</remarks>
    private static async Task HasNoConnection(RunningHub<Real> hub, ServerKeys keys)
    {
        var client = hub.ClientOf(keys);

        var call = async () => await client.AnswerAsync(new AnswerRequest(), cancellationToken: TestContext.Current.CancellationToken);

        (await call.Should().ThrowAsync<RpcException>()).Which.Status.DebugException.Should().NotBeNull("a status that the service sent has no exception of this side");
        var key = LeafText.FormatHash(new Digest(Certificates.KeyFingerprint(keys.Tls)));
        await hub.Log.WaitForAsync($"Warning: Refused a connection: TLS key {key} belongs to nobody", TestContext.Current.CancellationToken);
    }

    private HttpClient Reader(ServerKeys keys) =>
        new(PinnedTls.ForClient(keys, _hub.Rosters, Network<Real>.Node(Network<Real>.HubName))) { BaseAddress = _hub.Address };

    private SocketsHttpHandler AuditorHandler() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [enrolled.Network.AuditorCertificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => enrolled.Network.AuditorCertificate,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
        },
    };

    private static async Task<HttpStatusCode> StatusOf(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
