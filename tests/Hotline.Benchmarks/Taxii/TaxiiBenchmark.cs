using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hotline.Benchmarks.Taxii;

/// <summary>Fills one collection, measuring what posting and reading cost on the way, beside the same bytes from memory.</summary>
internal sealed class TaxiiBenchmark(TimeProvider clock, Action<string> say)
{
    private const int Batch = 1_000;
    private const int Few = 10_000;
    private const int Large = 100_000;
    private static readonly int[] Connections = [1, 16];
    private DateTimeOffset _posted;
    private double _mostMemory;

    /// <param name="bundles">Real bundles, posted first.</param>
    public async Task<TaxiiReport> RunAsync(string directory, int objects, IReadOnlyList<string> bundles, TimeSpan duration, CancellationToken cancellationToken)
    {
        await using var node = await TaxiiNodeProcess.StartAsync(directory, clock, cancellationToken);
        using var client = RequestLoad.CreateClient(node.Address, node.Token);
        foreach (var bundle in bundles) await PostBundleAsync(node, client, bundle, cancellationToken);
        await PostAsync(node, client, 0, Few, cancellationToken);
        var reads = new List<ReadReport> { await ReadAsync(node, client, Few, duration, cancellationToken) };
        var ceiling = await CeilingAsync(node, client, directory, duration, cancellationToken);

        say(string.Create(CultureInfo.InvariantCulture, $"Posting {objects - Few:N0} objects …"));
        var started = clock.GetTimestamp();
        await PostAsync(node, client, Few, objects - Few, cancellationToken);
        var posts = (objects - Few) / clock.GetElapsedTime(started).TotalSeconds;
        reads.Add(await ReadAsync(node, client, objects, duration, cancellationToken));
        var (percentile, seconds) = await WhilePostingAsync(node, client, objects, cancellationToken);
        var walk = await WalkAsync(node, client, cancellationToken);
        return new TaxiiReport(posts, reads, ceiling, walk, percentile, seconds, _mostMemory);
    }

    private async Task PostBundleAsync(TaxiiNodeProcess node, HttpClient client, string file, CancellationToken cancellationToken)
    {
        var bundle = await File.ReadAllBytesAsync(file, cancellationToken);
        using var read = JsonDocument.Parse(bundle);
        var count = read.RootElement.GetProperty("objects").GetArrayLength();
        var started = clock.GetTimestamp();
        await node.PostAsync(client, bundle, count, cancellationToken);
        say(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {count / clock.GetElapsedTime(started).TotalSeconds:N0} objects/s"));
        Sample(node);
    }

    private async Task PostAsync(TaxiiNodeProcess node, HttpClient client, int first, int count, CancellationToken cancellationToken)
    {
        // The next envelope is made while the node works on this one, as another machine would.
        var next = Task.Run(() => GeneratedObjects.Envelope(first, Math.Min(Batch, count)), cancellationToken);
        for (var done = 0; done < count; done += Batch)
        {
            var envelope = await next;
            var (from, size) = (first + done + Batch, Math.Min(Batch, count - done - Batch));
            if (size > 0) next = Task.Run(() => GeneratedObjects.Envelope(from, size), cancellationToken);
            await node.PostAsync(client, envelope, Math.Min(Batch, count - done), cancellationToken);
            if (done % (50 * Batch) == 0) Sample(node);
        }

        _posted = clock.GetUtcNow();
    }

    private async Task<ReadReport> ReadAsync(TaxiiNodeProcess node, HttpClient client, int objects, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (load, rates) = (new RequestLoad(node.Address, node.Token, clock), new List<RequestRate>());
        var middle = await MiddleAsync(node, client, cancellationToken);
        foreach (var connections in Connections)
        {
            foreach (var (what, path) in new (string, Func<int, string>)[]
            {
                ("page of 100", _ => node.Objects + "?limit=100"),
                ("page of 100, added_after the middle", _ => $"{node.Objects}?limit=100&added_after={middle}"),
                ("manifest of 100", _ => node.Manifest + "?limit=100"),
                ("one object", number => $"{node.Objects}{GeneratedObjects.IdOf((int)(number * 7919L % objects))}/"),
                ("type filter", _ => $"{node.Objects}?limit=100&match[type]={GeneratedObjects.RareType}"),
            })
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{objects:N0} objects, {connections} connections: {what} …"));
                rates.Add(await load.MeasureAsync(what, path, connections, duration, cancellationToken));
                Sample(node);
            }
        }

        return new ReadReport(objects, rates);
    }

    private async Task<IReadOnlyList<RequestRate>> CeilingAsync(TaxiiNodeProcess node, HttpClient client, string directory, TimeSpan duration, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, "page.json");
        await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync(new Uri(node.Objects + "?limit=100", UriKind.Relative), cancellationToken), cancellationToken);
        using var server = await MemoryServer.StartAsync(file, cancellationToken);
        var load = new RequestLoad(server.Address, null, clock);
        var rates = new List<RequestRate>();
        foreach (var connections in Connections) rates.Add(await load.MeasureAsync("page of 100", _ => "", connections, duration, cancellationToken));
        return rates;
    }

    /// <summary>The date half way between the first object and now.</summary>
    private async Task<string> MiddleAsync(TaxiiNodeProcess node, HttpClient client, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(node.Manifest + "?limit=1", UriKind.Relative), cancellationToken);
        var first = DateTimeOffset.Parse(response.Headers.GetValues("X-TAXII-Date-Added-First").Single(), CultureInfo.InvariantCulture);
        return (first + ((_posted - first) / 2)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }

    private async Task<(double Percentile, double Seconds)> WhilePostingAsync(TaxiiNodeProcess node, HttpClient client, int objects, CancellationToken cancellationToken)
    {
        say("A page while 100,000 objects are posted …");
        var envelope = GeneratedObjects.Envelope(objects, Large);
        var started = clock.GetTimestamp();
        var posting = node.PostAsync(client, envelope, Large, cancellationToken);
        using var reader = RequestLoad.CreateClient(node.Address, node.Token);
        var times = new List<TimeSpan>();
        while (!posting.IsCompleted)
        {
            var at = clock.GetTimestamp();
            await reader.GetByteArrayAsync(new Uri(node.Objects + "?limit=100", UriKind.Relative), cancellationToken);
            times.Add(clock.GetElapsedTime(at));
            if (times.Count % 100 == 0) Sample(node);
        }

        await posting;
        var seconds = clock.GetElapsedTime(started).TotalSeconds;
        times.Sort();
        return (times[times.Count * 99 / 100].TotalMilliseconds, seconds);
    }

    private async Task<double> WalkAsync(TaxiiNodeProcess node, HttpClient client, CancellationToken cancellationToken)
    {
        say("The whole collection, page by page …");
        var (started, read) = (clock.GetTimestamp(), 0);
        for (var next = ""; ;)
        {
            var page = await client.GetByteArrayAsync(new Uri($"{node.Objects}?limit=1000{next}", UriKind.Relative), cancellationToken);
            var (count, token) = Scan(page);
            read += count;
            if (token is null) return read / clock.GetElapsedTime(started).TotalSeconds;
            next = $"&next={token}";
        }
    }

    private static (int Count, string? Next) Scan(ReadOnlySpan<byte> page)
    {
        var reader = new Utf8JsonReader(page);
        string? next = null;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("objects"u8)))
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("next"u8)) continue;
            reader.Read();
            next = reader.GetString();
        }

        reader.Read();
        var count = 0;
        for (; reader.Read() && reader.TokenType == JsonTokenType.StartObject; count++) reader.Skip();
        return (count, next);
    }

    private void Sample(TaxiiNodeProcess node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        _mostMemory = Math.Max(_mostMemory, process.WorkingSet64 / (1024.0 * 1024));
    }
}
