using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hotline.Cli.Enrolment;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Node.Tests;

/// <summary>What is posted at one node's TAXII endpoint is read at the others'.</summary>
public sealed class ReplicationTests(Enrolled enrolled) : IAsyncLifetime
{
    private const string MediaType = "application/taxii+json;version=2.1";
    private const string Indicator = """
        {"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-11-24T12:00:00.000Z","modified":"2026-11-24T12:00:00.000Z","name":"Canary in the mine","pattern":"[ipv4-addr:value = '198.51.100.7']","pattern_type":"stix","valid_from":"2026-11-24T12:00:00Z"}
        """;

    private readonly Network<Real> _network = enrolled.Third;
    private readonly SharedCollection _collection =
        SharedCollection.Create("Indicators", "indicators", Network<Real>.Node("alba"), Network<Real>.Node("borea"), Network<Real>.Node("cambria"));

    private readonly List<RunningNode<Real>> _nodes = [];
    private RunningHub<Real> _hub = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub<Real>.StartAsync(_network, change: settings => settings);
        foreach (var name in (string[])["alba", "borea", "cambria"])
        {
            var node = await RunningNode<Real>.StartAsync(
                _network, name, taxii: listener => listener with { Collections = [_collection.SettingsOf(Network<Real>.Node(name))] });
            await node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "analyst", Password = "correct horse" }, cancellationToken: Stop);
            _nodes.Add(node);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task An_object_posted_at_one_node_is_served_by_the_others_as_it_was_and_the_hub_cannot_read_it()
    {
        using var alba = ClientOf(_nodes[0]);
        using var content = new StringContent($$"""{"objects":[{{Indicator}}]}""", Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);

        using var posted = await alba.PostAsync(Objects, content, Stop);

        posted.StatusCode.Should().Be(HttpStatusCode.Accepted);
        foreach (var node in _nodes) (await ReadAsync(node)).Should().Be(Indicator.Trim());
        foreach (var file in Directory.EnumerateFiles(_hub.Directory.Path, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("lock" or "operator.sock")))
        {
            using var reader = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await reader.CopyToAsync(bytes, Stop);
            bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("Canary in the mine"u8).Should().Be(-1, file);
            bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf("198.51.100.7"u8).Should().Be(-1, file);
        }
    }

    private Uri Objects => new($"share/collections/{_collection.Id:D}/objects/", UriKind.Relative);

    private async Task<string> ReadAsync(RunningNode<Real> node)
    {
        using var client = ClientOf(node);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var envelope = JsonDocument.Parse(await client.GetByteArrayAsync(Objects, patience.Token));
            if (envelope.RootElement.TryGetProperty("objects", out var objects)) return objects[0].GetRawText();
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    private static HttpClient ClientOf(RunningNode<Real> node)
    {
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null } };
        var client = new HttpClient(handler) { BaseAddress = node.Taxii };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("analyst:correct horse"u8));
        client.DefaultRequestHeaders.Accept.ParseAdd(MediaType);
        return client;
    }
}
