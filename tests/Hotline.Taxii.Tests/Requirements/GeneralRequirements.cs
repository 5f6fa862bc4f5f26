using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Tests.Requirements;

/// <summary>Requirements of every endpoint: paths, JSON, negotiation, errors, authentication, TLS.</summary>
public sealed class GeneralRequirements
{
    [Fact]
    public async Task Requirement_02_Every_path_that_an_answer_names_ends_in_a_slash_and_is_served()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        foreach (var root in (await node.Alice.GetOkAsync("/taxii2/")).GetProperty("api_roots").EnumerateArray().Select(root => root.GetString()!))
        {
            root.Should().EndWith("/").And.StartWith("/").And.NotContain("//").And.NotContain("?");
            (await node.Alice.GetOkAsync(root)).GetProperty("title").GetString().Should().NotBeEmpty();
        }
    }

    [Fact]
    public async Task Requirements_03_07_Answers_are_UTF_8_with_the_names_of_the_standard()
    {
        var collection = TaxiiNode.ACollection("Bedrohungen für alle 😀");
        await using var node = await TaxiiNode.StartAsync(collection);

        var bytes = await node.Alice.GetByteArrayAsync(new Uri("/intel/collections/", UriKind.Relative), TestContext.Current.CancellationToken);

        Encoding.UTF8.GetString(bytes).Should().Contain("Bedrohungen für alle");
        bytes.Take(3).Should().NotEqual([0xEF, 0xBB, 0xBF], "I-JSON has no byte order mark");
        var described = JsonDocument.Parse(bytes).RootElement.GetProperty("collections")[0];
        described.GetProperty("title").GetString().Should().Be("Bedrohungen für alle 😀");
        described.EnumerateObject().Select(property => property.Name).Should().Equal("id", "title", "can_read", "can_write", "media_types");
    }

    [Theory]
    [InlineData("{\"x_unknown\":{\"deep\":[1,2]},\"objects\":[OBJECT],\"more\":false,\"id\":7}")]
    [InlineData("{\"type\":\"bundle\",\"id\":\"bundle--5d0092c5-5f74-4287-9642-33f4c354e56d\",\"objects\":[OBJECT]}")]
    public async Task Requirement_08_Unknown_properties_of_an_envelope_are_ignored(string envelope)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, Encoding.UTF8.GetBytes(envelope.Replace("OBJECT", AStixObject.Campaign())));

        AddingTests.Counts(await response.ReadAsync(HttpStatusCode.Accepted)).Should().Be((1, 1, 0, 0));
    }

    [Theory]
    [InlineData("application/taxii+json;version=2.1")]
    [InlineData("application/taxii+json; version=2.1")]
    [InlineData("application/taxii+json")]
    [InlineData("Application/TAXII+json; Version=\"2.1\"")]
    [InlineData("text/html, application/taxii+json;version=2.1;q=0.1")]
    [InlineData("application/taxii+json;version=2.0, application/taxii+json;version=2.1")]
    [InlineData("application/*")]
    [InlineData("*/*")]
    public async Task Requirements_10_11_13_An_Accept_that_takes_TAXII_is_served_with_the_highest_version(string accept)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        node.Alice.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);

        await node.Alice.GetOkAsync("/taxii2/");
        await node.Alice.GetOkAsync(node.Objects);
    }

    [Theory]
    [InlineData("application/taxii+json;version=2.1")]
    [InlineData("application/taxii+json; version=2.1")]
    [InlineData("application/taxii+json")]
    [InlineData("APPLICATION/taxii+json;version=\"2.1\"")]
    public async Task Requirements_12_13_A_Content_Type_of_TAXII_is_taken_in_every_spelling(string mediaType)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, AnEnvelope.Of(AStixObject.Campaign()), mediaType);

        await response.ReadAsync(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n", 400)]
    [InlineData("GET /taxii2/ HTTP/9.9\r\nHost: x\r\n\r\n", 505)]
    [InlineData("GET /taxii2/ HTTP/1.1\r\n\r\n", 400)] // without Host
    [InlineData("GET /taxii2/ HTTP/1.1\r\nHost: x\r\nBad Header: x\r\n\r\n", 400)]
    [InlineData("POST /taxii2/ HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /taxii2/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", 400)]
    public async Task Requirements_09_14_What_the_server_itself_cannot_read_gets_an_error_resource_too(string request, int status)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        ShouldBeError(await node.SendRawAsync(request), status);
    }

    [Fact]
    public async Task Requirements_09_14_Headers_without_end_and_a_path_without_end_get_an_error_resource_too()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        ShouldBeError(await node.SendRawAsync($"GET /taxii2/ HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(number => $"X-{number}: x\r\n"))}\r\n"), 431);
        ShouldBeError(await node.SendRawAsync($"GET /taxii2/?{new string('x', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
    }

    [Fact]
    public async Task Requirements_17_18_Every_endpoint_of_a_collection_answers_wrong_credentials_with_401()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var collection = node.Objects.Replace("objects/", "", StringComparison.Ordinal);
        string[] paths = [collection, node.Objects, $"{collection}manifest/", $"{node.Objects}campaign--x/", $"{node.Objects}campaign--x/versions/", $"{collection}x-hotline-export/"];

        foreach (var path in paths)
        {
            using var response = await node.Nobody.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            await response.ShouldBeErrorAsync(HttpStatusCode.Unauthorized);
            response.Headers.WwwAuthenticate.Should().NotBeEmpty();
        }

        using var posted = await node.Nobody.PostEnvelopeAsync(node.Objects, []);
        using var deleted = await node.Nobody.DeleteAsync(new Uri($"{node.Objects}campaign--x/", UriKind.Relative), TestContext.Current.CancellationToken);
        await posted.ShouldBeErrorAsync(HttpStatusCode.Unauthorized);
        await deleted.ShouldBeErrorAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Requirement_20_TLS_1_2_and_1_3_are_spoken(SslProtocols version)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var client = new TcpClient();
        await client.ConnectAsync(node.Address.Host, node.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        var options = TaxiiNode.Trust();
        options.EnabledSslProtocols = version;

        await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);

        stream.SslProtocol.Should().Be(version);
        node.Address.Scheme.Should().Be("https");
    }

    [Fact]
    public async Task Requirement_20_Plain_HTTP_is_not_answered()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var client = new TcpClient();
        await client.ConnectAsync(node.Address.Host, node.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();

        await stream.WriteAsync("GET /taxii2/ HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Cut off, as it should be.
        }

        Encoding.Latin1.GetString(answer.ToArray()).Should().NotContain("HTTP/");
    }

    [Fact]
    public async Task Requirement_16_A_collection_without_rights_and_one_that_is_not_there_look_the_same()
    {
        var hidden = TaxiiNode.ACollection("hidden");
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(hidden), rights: (_, _) => default);

        var secret = await ErrorAsync(TaxiiNode.ObjectsOf(hidden));
        var nothing = await ErrorAsync(TaxiiNode.ObjectsOf(TaxiiNode.ACollection("nowhere")));

        secret.Should().Be(nothing);

        async Task<string> ErrorAsync(string path)
        {
            using var response = await node.Alice.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return (await response.ShouldBeErrorAsync(HttpStatusCode.NotFound)).GetRawText();
        }
    }

    [Fact]
    public async Task HTTP_2_gives_the_same_answers()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        node.Alice.DefaultRequestVersion = HttpVersion.Version20;
        node.Alice.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign());

        (await node.Alice.GetOkAsync(node.Objects)).Ids().Should().ContainSingle();
        await node.Alice.ShouldRefuseAsync("/nothing/", HttpStatusCode.NotFound);
    }

    private static void ShouldBeError(string answer, int status)
    {
        var parts = answer.Split("\r\n\r\n", 2);
        parts[0].Should().StartWith($"HTTP/1.1 {status}").And.Contain($"Content-Type: {TaxiiMediaType.Value}").And.Contain($"Content-Length: {Encoding.UTF8.GetByteCount(parts[1])}");
        var error = JsonDocument.Parse(parts[1]).RootElement;
        error.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        error.GetProperty("http_status").GetString().Should().Be($"{status}");
    }
}
