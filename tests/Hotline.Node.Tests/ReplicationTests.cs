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
        FilesWith(_hub.Directory.Path, "Canary in the mine", "198.51.100.7").Should().BeEmpty();
    }

    /// <summary>Its directory as bytes, databases and their logs included: what could be read there is what a thief of the disk reads.</summary>
    [Fact]
    public async Task No_plaintext_of_a_message_stands_in_the_hubs_directory_in_any_encoding()
    {
        var sent = await _nodes[0].Desk.SendAsync(new SendRequest
        {
            To = { "borea", "cambria" }, Precedence = Lane.Priority, Subject = "Unmistakable subject", Body = "Unmistakable body of it", Officer = "Lt. Unmistakable",
            Attachments = { new AttachmentContent { Name = "unmistakable.txt", MediaType = "text/plain", Content = Google.Protobuf.ByteString.CopyFromUtf8("Unmistakable attachment") } },
        }, cancellationToken: Stop);
        await _nodes[0].ShowAsync(sent.Id, shown => shown.Recipients.All(recipient => recipient.Rung == Rung.Delivered));

        FilesWith(_hub.Directory.Path, "Unmistakable subject", "Unmistakable body of it", "Lt. Unmistakable", "unmistakable.txt", "Unmistakable attachment").Should().BeEmpty();
        FilesWith(_hub.Directory.Path, sent.Id).Should().NotBeEmpty("what a hub may know is found by the same search");
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

    private static IReadOnlyList<string> FilesWith(string folder, params string[] texts)
    {
        var needles = texts.SelectMany(Encodings).ToArray();
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("lock" or "operator.sock") && Holds(file))];

        bool Holds(string file)
        {
            using var reader = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            reader.CopyTo(bytes);
            return needles.Any(needle => bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(needle) >= 0);
        }
    }

    /// <summary>UTF-8, UTF-16, hexadecimal, and base64 wherever in its groups of three bytes the text begins.</summary>
    private static IEnumerable<byte[]> Encodings(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return bytes;
        yield return Encoding.Unicode.GetBytes(text);
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
        for (var before = 0; before < 3; before++)
        {
            // The first and last digits also hold bits of what stands around the text.
            var digits = Convert.ToBase64String([.. new byte[before], .. bytes]);
            yield return Encoding.ASCII.GetBytes(digits[(before + 1)..^4]);
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
