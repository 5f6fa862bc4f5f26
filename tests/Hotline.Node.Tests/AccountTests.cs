using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Hotline.Cli.Enrolment;
using Hotline.Hosting;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Node.Tests;

/// <summary>What an administrator says of accounts is what TAXII clients may do, at once and over a restart.</summary>
public sealed class AccountTests(Enrolled enrolled) : IAsyncLifetime
{
    private static readonly NodeName Alba = Network<Real>.Node("alba");
    private readonly SharedCollection _indicators = SharedCollection.Create("Indicators", "indicators", Alba);
    private readonly SharedCollection _reports = SharedCollection.Create("Reports", "reports", Alba);
    private RunningNode<Real> _node = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _node = await StartAsync(null);

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    [Fact]
    public async Task Rights_are_granted_for_each_collection_and_last()
    {
        await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "analyst", Password = "correct horse", Rights = "none" }, cancellationToken: Stop);
        await _node.Desk.GrantRightsAsync(new GrantRightsRequest { Account = "analyst", Collection = "reports", Rights = "ro" }, cancellationToken: Stop);

        (await CollectionsAsync(Basic(), "share")).Should().BeEmpty();
        (await CollectionsAsync(Basic(), "archive")).Should().Equal("Reports True False");
        await _node.Desk.GrantRightsAsync(new GrantRightsRequest { Account = "analyst", Collection = _indicators.Id.ToString("D"), Rights = "wo" }, cancellationToken: Stop);
        (await CollectionsAsync(Basic(), "share")).Should().Equal("Indicators False True");

        await _node.DisposeAsync();
        _node = await StartAsync(_node.Directory);
        (await CollectionsAsync(Basic(), "share")).Should().Equal("Indicators False True");
        var listed = (await _node.Desk.ListAccountsAsync(new(), cancellationToken: Stop)).Accounts.Single();
        listed.Rights.Should().Be("none");
        listed.Grants.Select(grant => $"{grant.Collection} {grant.Rights}").Should().BeEquivalentTo("indicators wo", "reports ro");
    }

    [Fact]
    public async Task A_token_is_shown_once_works_after_a_restart_and_ends_when_it_is_revoked()
    {
        await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "feed" }, cancellationToken: Stop);
        var made = await _node.Desk.CreateTokenAsync(new CreateTokenRequest { Account = "feed", Label = "nightly", Rights = "ro", Collections = { "reports" } }, cancellationToken: Stop);
        var bearer = new AuthenticationHeaderValue("Bearer", made.Token);

        await _node.DisposeAsync();
        _node = await StartAsync(_node.Directory);

        (await CollectionsAsync(bearer, "archive")).Should().Equal("Reports True False");
        (await CollectionsAsync(bearer, "share")).Should().BeEmpty();
        var listed = (await _node.Desk.ListTokensAsync(new(), cancellationToken: Stop)).Tokens.Single();
        (listed.Id, listed.Account, listed.Label, listed.Rights, listed.Collections.Single()).Should().Be((made.Id, "feed", "nightly", "ro", "reports"));
        await _node.Desk.RevokeTokenAsync(new RevokeTokenRequest { Id = made.Id }, cancellationToken: Stop);
        (await StatusAsync(bearer)).Should().Be(HttpStatusCode.Unauthorized);
        foreach (var file in Directory.EnumerateFiles(_node.Directory.Path, "node.db*"))
            Encoding.Latin1.GetString(await ReadSharedAsync(file)).Should().NotContain(made.Token[8..]);
    }

    [Fact]
    public async Task A_client_certificate_is_known_by_its_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=soc", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "soc", Certificate = ByteString.CopyFrom(certificate.RawData) }, cancellationToken: Stop);

        (await StatusAsync(null, certificate)).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(null)).Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_saved_watch_reports_what_a_client_posts()
    {
        await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "analyst", Password = "correct horse" }, cancellationToken: Stop);
        var watch = await _node.Desk.AddWatchAsync(new AddWatchRequest { Collection = "indicators", Pattern = "[ipv4-addr:value = '198.51.100.3']" }, cancellationToken: Stop);
        using var client = ClientOf(Basic(), null);
        using var content = new StringContent("""
            {"objects":[{"type":"ipv4-addr","spec_version":"2.1","id":"ipv4-addr--fa42a846-8d90-4e51-bc29-71d5b4802168","value":"198.51.100.3"},
            {"type":"observed-data","spec_version":"2.1","id":"observed-data--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"object_refs":["ipv4-addr--fa42a846-8d90-4e51-bc29-71d5b4802168"]}]}
            """);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/taxii+json;version=2.1");

        using var posted = await client.PostAsync(new Uri($"share/collections/{_indicators.Id:D}/objects/", UriKind.Relative), content, Stop);

        posted.StatusCode.Should().Be(HttpStatusCode.Accepted);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        WatchEntry entry;
        while ((entry = (await _node.Desk.ListWatchesAsync(new(), cancellationToken: Stop)).Watches.Single()).Matches == 0) await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        (entry.Id, entry.Collection, entry.Latest.Single().Object).Should().Be((watch.Id, "indicators", "observed-data--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_one_sentence()
    {
        Func<Task>[] impossible =
        [
            async () => await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "x", Password = "short" }, cancellationToken: Stop),
            async () => await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "x", Rights = "root" }, cancellationToken: Stop),
            async () => await _node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "x", Certificate = ByteString.CopyFromUtf8("x") }, cancellationToken: Stop),
            async () => await _node.Desk.GrantRightsAsync(new GrantRightsRequest { Account = "nobody", Collection = "reports", Rights = "ro" }, cancellationToken: Stop),
            async () => await _node.Desk.CreateTokenAsync(new CreateTokenRequest { Account = "nobody" }, cancellationToken: Stop),
            async () => await _node.Desk.AddWatchAsync(new AddWatchRequest { Collection = "nowhere", Pattern = "[a:b = 1]" }, cancellationToken: Stop),
            async () => await _node.Desk.AddWatchAsync(new AddWatchRequest { Collection = "reports", Pattern = "[a:b" }, cancellationToken: Stop),
            async () => await _node.Desk.RemoveWatchAsync(new RemoveWatchRequest { Id = "none" }, cancellationToken: Stop),
            async () => await _node.Desk.RevokeTokenAsync(new RevokeTokenRequest { Id = "none" }, cancellationToken: Stop),
        ];

        foreach (var attempt in impossible)
            (await attempt.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().BeOneOf(StatusCode.InvalidArgument, StatusCode.NotFound);
        (await _node.Desk.ListAccountsAsync(new(), cancellationToken: Stop)).Accounts.Should().BeEmpty();
    }

    private Task<RunningNode<Real>> StartAsync(DataDirectory? directory) => RunningNode<Real>.StartAsync(
        enrolled.Second, "alba", directory,
        taxii: listener => listener with { Collections = [_indicators.SettingsOf(Alba)], MoreRoots = [new ApiRootSettings("archive", "Archive", null, [_reports.SettingsOf(Alba)])] });

    private static AuthenticationHeaderValue Basic() => new("Basic", Convert.ToBase64String("analyst:correct horse"u8));

    private async Task<string[]> CollectionsAsync(AuthenticationHeaderValue authorization, string root)
    {
        using var client = ClientOf(authorization, null);
        using var answer = JsonDocument.Parse(await client.GetByteArrayAsync(new Uri($"{root}/collections/", UriKind.Relative), Stop));
        return answer.RootElement.TryGetProperty("collections", out var collections)
            ? [.. collections.EnumerateArray().Select(one => $"{one.GetProperty("title")} {one.GetProperty("can_read")} {one.GetProperty("can_write")}")]
            : [];
    }

    private async Task<HttpStatusCode> StatusAsync(AuthenticationHeaderValue? authorization, X509Certificate2? certificate = null)
    {
        using var client = ClientOf(authorization, certificate);
        using var response = await client.GetAsync(new Uri("taxii2/", UriKind.Relative), Stop);
        return response.StatusCode;
    }

    private HttpClient ClientOf(AuthenticationHeaderValue? authorization, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null } };
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        var client = new HttpClient(handler) { BaseAddress = _node.Taxii };
        client.DefaultRequestHeaders.Authorization = authorization;
        return client;
    }

    private static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var reader = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await reader.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }
}
