using System.Buffers;
using System.Net.Http.Headers;

namespace Hotline.Benchmarks.Taxii;

/// <param name="PerSecond">Requests that were answered whole.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="Percentile99">Milliseconds.</param>
/// <param name="Bytes">Of one answer.</param>
internal sealed record RequestRate(string What, int Connections, double PerSecond, double Median, double Percentile99, long Bytes);

/// <summary>The same request again and again, each connection as fast as its answers come.</summary>
internal sealed class RequestLoad(Uri address, string? token, TimeProvider clock)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <param name="pathOf">Path of the n-th request.</param>
    public async Task<RequestRate> MeasureAsync(string what, Func<int, string> pathOf, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        await RunAsync(pathOf, connections, WarmUp, cancellationToken);
        var started = clock.GetTimestamp();
        var (times, bytes) = await RunAsync(pathOf, connections, duration, cancellationToken);
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        times.Sort();
        return new RequestRate(what, connections, times.Count / seconds, times[times.Count / 2].TotalMilliseconds, times[Math.Min(times.Count - 1, times.Count * 99 / 100)].TotalMilliseconds, bytes);
    }

    private async Task<(List<TimeSpan> Times, long Bytes)> RunAsync(Func<int, string> pathOf, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        long size = 0;
        var all = await Task.WhenAll(Enumerable.Range(0, connections).Select(connection => Task.Run(
            async () =>
            {
                using var client = CreateClient(address, token);
                var times = new List<TimeSpan>();
                for (var number = connection; clock.GetElapsedTime(started) < duration; number += connections)
                {
                    var at = clock.GetTimestamp();
                    Interlocked.Exchange(ref size, await GetAsync(client, pathOf(number), cancellationToken));
                    times.Add(clock.GetElapsedTime(at));
                }

                return times;
            },
            cancellationToken)));
        return ([.. all.SelectMany(times => times)], size);
    }

    public static HttpClient CreateClient(Uri address, string? token)
    {
        // Whose key it is matters to nobody here; TLS costs the same.
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null } };
        var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.Accept.ParseAdd("application/taxii+json;version=2.1");
        return client;
    }

    /// <returns>Bytes of the answer's body, read and thrown away.</returns>
    private static async Task<long> GetAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        long size = 0;
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;) size += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return size;
    }
}
