using System.Net;

namespace Hotline.Transcript;

/// <summary>A log served over HTTP in the layout of C2SP tlog-tiles.</summary>
/// <param name="client">Stays the caller's to dispose; its TLS settings decide whom it trusts and who it is.</param>
/// <param name="prefix">Ends in a slash.</param>
public sealed class HttpLogSource(HttpClient client, Uri prefix) : ILogSource
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var url = new Uri(prefix, path);
        try
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound) return null;
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
                throw new LogSourceException($"{url} is not open to this reader: entries are for the log's owner and auditors.", isForbidden: true);
            if (response.StatusCode != HttpStatusCode.OK) throw new LogSourceException($"{url} answered {(int)response.StatusCode}.");
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadBoundedAsync(content, url, cancellationToken);
        }
        catch (HttpRequestException unreachable)
        {
            throw new LogSourceException($"{url} cannot be reached: {unreachable.Message}", unreachable);
        }
    }

    private static async Task<byte[]> ReadBoundedAsync(Stream content, Uri url, CancellationToken cancellationToken)
    {
        using var read = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            read.Write(buffer, 0, count);
            if (read.Length > EntryBundle.MaxSize) throw new LogSourceException($"{url} is larger than any file of a log.");
        }

        return read.ToArray();
    }
}
