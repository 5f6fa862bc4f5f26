using System.Net;

namespace Hotline.Taxii.Tests;

/// <summary>What only a real connection shows.</summary>
public sealed class SocketTests
{
    [Fact]
    public async Task Requirement_24_A_body_far_too_large_is_answered_before_the_connection_is_cut()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { MaxContentLength = 10_000 });
        var body = new byte[40 * 1024 * 1024];

        using var announced = await node.Alice.PostEnvelopeAsync(node.Objects, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node.Objects, UriKind.Relative)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", TaxiiNode.MediaType);
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await node.Alice.SendAsync(request, TestContext.Current.CancellationToken);

        await announced.ShouldBeErrorAsync(HttpStatusCode.RequestEntityTooLarge);
        await chunked.ShouldBeErrorAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Requirement_24_A_body_beyond_the_servers_own_default_is_taken()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")));
        // The server's own limit is 30 MB when nobody lifts it.
        byte[] body = [.. AnEnvelope.Of(AStixObject.Campaign()), .. Enumerable.Repeat((byte)' ', 40 * 1024 * 1024)];

        using var response = await node.Alice.PostEnvelopeAsync(node.Objects, body);

        await response.ReadAsync(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Requirement_9_A_body_the_framework_cannot_read_gets_a_TAXII_error()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")));

        var answer = await node.SendRawAsync(
            $"POST {node.Objects} HTTP/1.1\r\nHost: x\r\nAuthorization: {TaxiiNode.Basic("alice", TaxiiNode.Password)}\r\n" +
            $"Content-Type: {TaxiiNode.MediaType}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");

        answer.Should().StartWith("HTTP/1.1 400").And.Contain("Content-Type: application/taxii+json;version=2.1").And.Contain("\"http_status\":\"400\"");
    }

    [Fact]
    public async Task Requirement_21_A_request_without_User_Agent_and_Accept_is_served()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")));

        var answer = await node.SendRawAsync(
            $"GET /taxii2/ HTTP/1.1\r\nHost: x\r\nAuthorization: {TaxiiNode.Basic("alice", TaxiiNode.Password)}\r\nConnection: close\r\n\r\n");

        answer.Should().StartWith("HTTP/1.1 200");
    }
}
