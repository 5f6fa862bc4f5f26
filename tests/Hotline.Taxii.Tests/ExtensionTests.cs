using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Hotline.Taxii.Tests;

/// <summary>What Hotline serves beyond the standard: codings, conditional requests, waiting, export.</summary>
public sealed class ExtensionTests
{
    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip;q=1.0, br;q=0.5", "gzip")]
    [InlineData("*", "br")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0", null)]
    [InlineData("!!!", null)]
    public async Task A_page_comes_in_the_coding_that_the_client_likes_best(string accept, string? coding)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, [.. Enumerable.Range(0, 20).Select(_ => AStixObject.Campaign())]);
        var plain = await node.Alice.GetByteArrayAsync(new Uri(node.Objects, UriKind.Relative), TestContext.Current.CancellationToken);

        using var response = await SendAsync(node, node.Objects, ("Accept-Encoding", accept));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.Vary.Should().Contain("Accept-Encoding");
        response.Content.Headers.ContentEncoding.Should().Equal(coding is null ? [] : [coding]);
        response.Content.Headers.NonValidated["Content-Type"].Should().Equal(TaxiiNode.MediaType);
        (await DecodeAsync(response)).Should().Equal(plain);
    }

    [Fact]
    public async Task A_client_that_has_the_page_already_is_told_so_until_something_changes()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var id = AStixObject.NewId("campaign");
        await node.Alice.AddAsync(node.Objects, [AStixObject.Campaign(id), .. Enumerable.Range(0, 20).Select(_ => AStixObject.Campaign())]);
        foreach (var path in new[] { node.Objects, $"{node.Objects}?limit=2", node.Objects.Replace("objects/", "manifest/", StringComparison.Ordinal), $"{node.Objects}{id}/", $"{node.Objects}{id}/versions/", "/taxii2/", "/intel/collections/" })
        {
            using var first = await SendAsync(node, path);
            using var packed = await SendAsync(node, path, ("Accept-Encoding", "br"));
            var tag = first.Headers.ETag!.ToString();

            foreach (var known in new[] { tag, $"\"other\", W/{tag}", "*", packed.Headers.ETag!.ToString() })
            {
                using var again = await SendAsync(node, path, ("If-None-Match", known));
                again.StatusCode.Should().Be(HttpStatusCode.NotModified, path);
                again.Headers.ETag!.ToString().Should().Be(tag);
                (await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
            }

            using var other = await SendAsync(node, path, ("If-None-Match", "\"other\""));
            other.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        using var before = await SendAsync(node, node.Objects);
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());
        using var changed = await SendAsync(node, node.Objects, ("If-None-Match", before.Headers.ETag!.ToString()));
        changed.StatusCode.Should().Be(HttpStatusCode.OK);
        using var deleted = await node.Alice.DeleteAsync(new Uri($"{node.Objects}{id}/", UriKind.Relative), TestContext.Current.CancellationToken);
        using var without = await SendAsync(node, node.Objects, ("If-None-Match", changed.Headers.ETag!.ToString()));
        without.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whoever_prefers_to_wait_gets_the_next_object_when_it_comes()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());
        var id = AStixObject.NewId("campaign");

        var waiting = SendAsync(node, $"{node.Objects}?added_after=2026-03-01T12:00:00Z", ("Prefer", "respond-async, wait=30"));
        await Task.Delay(200, TestContext.Current.CancellationToken);
        waiting.IsCompleted.Should().BeFalse();
        await node.Bob.AddAsync(node.Objects, AStixObject.Campaign(id));

        using var response = await waiting;
        (await response.ReadAsync(HttpStatusCode.OK)).Ids().Should().Equal(id);
        response.Headers.GetValues("Preference-Applied").Should().Equal("wait=30");
    }

    [Fact]
    public async Task Waiting_ends_with_an_empty_envelope_when_nothing_comes_and_does_not_begin_when_there_is_something()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        var waiting = SendAsync(node, node.Objects, ("Prefer", "wait=5"));
        while (!waiting.IsCompleted)
        {
            node.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var nothing = await waiting;
        (await nothing.ReadAsync(HttpStatusCode.OK)).EnumerateObject().Should().BeEmpty();
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());
        using var something = await SendAsync(node, node.Objects, ("Prefer", "wait=60"));
        (await something.ReadAsync(HttpStatusCode.OK)).Ids().Should().ContainSingle();
        using var garbage = await SendAsync(node, $"{node.Objects}?added_after=2030-01-01T00:00:00Z", ("Prefer", "wait=soon, wait"));
        await garbage.ReadAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_collection_is_exported_as_an_object_a_line_whatever_line_breaks_it_holds()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var pretty = AStixObject.Campaign(more: ",\r\n  \"description\": \"two\\nlines\"\n");
        string[] objects = [pretty, .. Enumerable.Range(0, 2_500).Select(_ => AStixObject.Campaign())];
        await node.Alice.AddAsync(node.Objects, objects);
        var path = node.Objects.Replace("objects/", "x-hotline-export/", StringComparison.Ordinal);

        using var response = await SendAsync(node, path, ("Accept", "application/x-ndjson"));
        using var packed = await SendAsync(node, path, ("Accept-Encoding", "gzip"));
        using var filtered = await SendAsync(node, $"{path}?match[type]=malware");
        using var paged = await SendAsync(node, $"{path}?limit=3");

        response.Content.Headers.NonValidated["Content-Type"].Should().Equal("application/x-ndjson");
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');
        lines[^1].Should().BeEmpty("every line ends");
        lines[..^1].Should().HaveCount(2_501);
        lines[1..^1].Should().Equal(objects[1..]);
        JsonElement.DeepEquals(JsonDocument.Parse(lines[0]).RootElement, JsonDocument.Parse(pretty).RootElement).Should().BeTrue();
        Encoding.UTF8.GetString(await DecodeAsync(packed)).Split('\n').Should().Equal(lines);
        (await filtered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
        await paged.ShouldBeErrorAsync(HttpStatusCode.BadRequest);
    }

    private static async Task<HttpResponseMessage> SendAsync(TaxiiNode node, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        return await node.Alice.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> DecodeAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var decoded = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var content = new MemoryStream();
        await decoded.CopyToAsync(content, TestContext.Current.CancellationToken);
        return content.ToArray();
    }
}
