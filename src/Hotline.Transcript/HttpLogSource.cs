using System.Net;

namespace Hotline.Transcript;

/// <summary>A log served over HTTP in the layout of C2SP tlog-tiles.</summary>
/// <param name="client">Stays the caller's to dispose; its TLS settings decide whom it trusts and who it is, its timeout how long one file may take.</param>
/// <param name="prefix">Ends in a slash.</param>
public sealed class HttpLogSource(HttpClient client, Uri prefix) : ILogSource
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var url = new Uri(prefix, path);
        // The client's own timeout ends with the headers; a body may stall too.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(client.Timeout);
        try
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.StatusCode == HttpStatusCode.NotFound) return null;
            if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
                throw new LogSourceException($"{url} is not open to this reader: entries are for the log's owner and auditors.", isForbidden: true);
            if (response.StatusCode != HttpStatusCode.OK) throw new LogSourceException($"{url} answered {(int)response.StatusCode}.");
            await using var content = await response.Content.ReadAsStreamAsync(patience.Token);
            return await ReadBoundedAsync(content, url, patience.Token);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException and not LogSourceException)
        {
            throw new LogSourceException($"{url} cannot be reached: {broken.Message}", broken);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogSourceException($"{url} did not come within {client.Timeout.TotalSeconds} s.", silent);
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
