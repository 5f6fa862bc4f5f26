using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Hosting;

namespace Hotline.Cli.Demo;

/// <summary>A TAXII 2.1 client of one collection, as small as the demo needs.</summary>
internal sealed class TaxiiReader(HttpClient http, string apiRoot, string collection, string user, string password)
{
    private const string MediaType = "application/taxii+json;version=2.1";
    private const int PageSize = 500;

    /// <returns>The status resource.</returns>
    /// <exception cref="StartupException">The node did not take the objects.</exception>
    public async Task<JsonObject> PostAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(envelope);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(MediaType);
        return await SendAsync(HttpMethod.Post, $"{apiRoot}collections/{collection}/objects/", content, cancellationToken);
    }

    public Task<JsonObject> StatusAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"{apiRoot}status/{id}/", null, cancellationToken);

    /// <summary>Every object of the collection in every version, page by page.</summary>
    public async Task<List<JsonNode>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var objects = new List<JsonNode>();
        for (string? next = ""; next is not null;)
        {
            var url = $"{apiRoot}collections/{collection}/objects/?limit={PageSize}&match[version]=all" + (next.Length > 0 ? $"&next={Uri.EscapeDataString(next)}" : "");
            var envelope = await SendAsync(HttpMethod.Get, url, null, cancellationToken);
            objects.AddRange((envelope["objects"] as JsonArray ?? []).Select(one => one!));
            next = envelope["more"]?.GetValue<bool>() == true ? envelope["next"]!.GetValue<string>() : null;
        }

        return objects;
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string url, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.Accept.ParseAdd(MediaType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new StartupException($"{method} {url} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(body)}");
        return JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = 128 })!.AsObject();
    }
}
