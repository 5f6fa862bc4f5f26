using System.Net;
using System.Text;
using System.Text.Json;

namespace Hotline.Taxii.Tests;

/// <summary>What came back, read as the standard wants it.</summary>
internal static class Replies
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        response.StatusCode.Should().Be(expected, Encoding.UTF8.GetString(body));
        response.Content.Headers.NonValidated["Content-Type"].Should().Equal(TaxiiNode.MediaType);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Requirements 9 and 14: an error resource with a title and, as text, the status.</summary>
    public static async Task<JsonElement> ShouldBeErrorAsync(this HttpResponseMessage response, HttpStatusCode expected)
    {
        var error = await response.ReadAsync(expected);
        error.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        error.GetProperty("http_status").GetString().Should().Be(((int)expected).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return error;
    }

    public static async Task<JsonElement> GetOkAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await response.ReadAsync(HttpStatusCode.OK);
    }

    public static async Task ShouldRefuseAsync(this HttpClient client, string path, HttpStatusCode expected)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        await response.ShouldBeErrorAsync(expected);
    }

    public static Task<HttpResponseMessage> PostEnvelopeAsync(this HttpClient client, string path, byte[] body, string mediaType = TaxiiNode.MediaType)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType).Should().BeTrue();
        return client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> AddAsync(this HttpClient client, string path, params string[] objects)
    {
        using var response = await client.PostEnvelopeAsync(path, AnEnvelope.Of(objects));
        return await response.ReadAsync(HttpStatusCode.Accepted);
    }

    public static string[] Ids(this JsonElement envelope) =>
        envelope.TryGetProperty("objects", out var objects) ? [.. objects.EnumerateArray().Select(item => item.GetProperty("id").GetString()!)] : [];
}

internal static class AnEnvelope
{
    public static byte[] Of(params string[] objects) => Encoding.UTF8.GetBytes($"{{\"objects\":[{string.Join(',', objects)}]}}");
}
