using System.Net;
using Hotline.Taxii.Answers;

namespace Hotline.Taxii.Tests;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData("application/taxii+json;version=2.1")]
    [InlineData("application/taxii+json; version=2.1")]
    [InlineData("application/taxii+json")]
    [InlineData("APPLICATION/TAXII+JSON;Version=2.1")]
    [InlineData("application/taxii+json;version=\"2.1\"")]
    [InlineData("application/taxii+json;version=2.1;charset=utf-8")]
    [InlineData("text/html, application/taxii+json;version=2.1;q=0.1")]
    [InlineData("application/taxii+json;version=2.0, application/taxii+json;version=2.1")]
    [InlineData("text/html;q=0.9,*/*;q=0.8")]
    [InlineData("application/*")]
    [InlineData("*/*;q=0, application/taxii+json")]
    [InlineData("")]
    public void Requirements_10_11_13_An_Accept_that_takes_TAXII_is_served(string accept) =>
        TaxiiMediaType.IsAcceptable(accept).Should().BeTrue();

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("application/taxii+json;version=9.9")]
    [InlineData("application/taxii+json;version=2.0")]
    [InlineData("*/*, application/taxii+json;q=0")]
    public void Requirement_11_An_Accept_of_other_types_only_is_not(string accept) => TaxiiMediaType.IsAcceptable(accept).Should().BeFalse();

    [Theory]
    [InlineData("application/taxii+json;version=2.1", true)]
    [InlineData("application/taxii+json; version=2.1", true)]
    [InlineData("application/taxii+json", true)]
    [InlineData("Application/Taxii+Json;VERSION=\"2.1\"", true)]
    [InlineData("application/taxii+json;version=2.0", false)]
    [InlineData("application/json", false)]
    [InlineData("application/stix+json;version=2.1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Requirements_12_13_A_Content_Type_of_TAXII_is_taken(string? contentType, bool taken) =>
        TaxiiMediaType.IsReadable(contentType).Should().Be(taken);

    [Fact]
    public async Task Requirement_9_A_refused_Accept_still_gets_a_TAXII_error()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        node.Alice.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");

        await node.Alice.ShouldRefuseAsync("/taxii2/", HttpStatusCode.NotAcceptable);
    }

    [Fact]
    public async Task Several_Accept_lines_count_as_one()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        node.Alice.DefaultRequestHeaders.TryAddWithoutValidation("Accept", ["text/html", "application/taxii+json"]);

        (await node.Alice.GetOkAsync("/taxii2/")).GetProperty("title").GetString().Should().Be("Alba");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/taxii+json;version=9.9")]
    public async Task Requirement_12_Another_Content_Type_is_415(string mediaType)
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, AnEnvelope.Of(AStixObject.Campaign()), mediaType);

        await response.ShouldBeErrorAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_compressed_body_is_415()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Objects, UriKind.Relative)) { Content = new ByteArrayContent([1, 2, 3]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", TaxiiNode.MediaType);
        request.Content.Headers.ContentEncoding.Add("gzip");

        using var response = await node.Alice.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeErrorAsync(HttpStatusCode.UnsupportedMediaType);
    }
}
