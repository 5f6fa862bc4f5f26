using System.Diagnostics;
using System.Text;
using CsCheck;

namespace Hotline.Taxii.Tests;

/// <summary>
/// Bodies, queries, paths and headers that no sound client sends: never an answer of the server's fault, never a hanging one. A few
/// seconds here; ten minutes with HOTLINE_LONG=1.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1";
    private static readonly TimeSpan Duration = IsLong ? TimeSpan.FromMinutes(10) / 3 : TimeSpan.FromSeconds(3);

    /// <summary>Far more than any of them needs, so that a loaded machine is no failure.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String, Gen.Char[' ', '~'].Array[0, 40].Select(characters => new string(characters)), Gen.Long.Select(number => $"{number}"), Gen.Double.Select(number => $"{number}"),
        Words("", "null", "true", "NaN", "-0", "1e999", "0x10", "٣", "%", "%zz", "%00", "..", "../..", "'", "\"", "[]", "{}", "all", "last", "first,all", "2.1", "2.0,2.1", "10000-01-01T00:00:00Z", "2026-13-01T00:00:00Z"));

    private static readonly Gen<string> AnyJson = Gen.Recursive<string>((depth, deeper) => depth > 4
        ? Gen.Int.Select(number => $"{number}")
        : Gen.OneOf(
            AnyText.Select(text => System.Text.Json.JsonSerializer.Serialize(Sane(text))),
            Words("null", "true", "1e400", "-0.0", "123456789012345678901234567890", "\"\\ud800\"", "\"\\u0000\""),
            deeper.Array[0, 4].Select(items => $"[{string.Join(',', items)}]"),
            Gen.Select(Words("id", "type", "objects", "created", "modified", "spec_version", "extensions", "object_marking_refs", "granular_markings", "pattern", "hashes", "x"), deeper).Array[0, 5]
                .Select(pairs => $"{{{string.Join(',', pairs.Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}")));

    [Fact]
    public async Task No_body_makes_the_server_fail()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"), TaxiiNode.ACollection("Second", sharedWith: "borea"));
        var bodies = Gen.OneOf(
            AnyJson.Array[0, 4].Select(objects => Encoding.UTF8.GetBytes($"{{\"objects\":[{string.Join(',', objects)}]}}")),
            AnyJson.Select(Encoding.UTF8.GetBytes), Gen.Byte.Array[0, 200],
            AnyJson.Select(json => Encoding.UTF8.GetBytes($"{{\"objects\":[{AStixObject.Campaign(more: $",\"x_any\":{json}")}]}}")));

        await RunAsync(bodies, body => node.Alice.PostEnvelopeAsync(TaxiiNode.ObjectsOf(node.Settings.ApiRoots[0].Collections[body.Length % 2]), body), [202, 400, 422]);

        foreach (var collection in node.Settings.ApiRoots[0].Collections) await node.Alice.GetOkAsync($"{TaxiiNode.ObjectsOf(collection)}?match[version]=all");
    }

    [Fact]
    public async Task No_path_and_no_query_makes_the_server_fail()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        var id = AStixObject.NewId("campaign");
        await node.Alice.AddAsync(node.Objects, AStixObject.Campaign(id));
        var names = Words("limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]", "match[x]", "match[", "x");
        var paths = Gen.OneOf(
            Words("/taxii2/", "/intel/", "/intel/collections/", node.Objects, node.Objects.Replace("objects/", "manifest/"), $"{node.Objects}{id}/", $"{node.Objects}{id}/versions/", node.Objects.Replace("objects/", "x-hotline-export/")),
            AnyText.Select(text => $"/intel/{Uri.EscapeDataString(Sane(text))}/"), AnyText.Select(text => $"{node.Objects}{Uri.EscapeDataString(Sane(text))}/"),
            AnyText.Select(text => $"/intel/status/{Uri.EscapeDataString(Sane(text))}/"));

        await RunAsync(
            Gen.Select(paths, Gen.Select(names, AnyText).Array[0, 3]),
            request => node.Alice.GetAsync(
                new Uri($"{request.Item1}?{string.Join('&', request.Item2.Select(pair => $"{pair.Item1}={Uri.EscapeDataString(Sane(pair.Item2))}"))}", UriKind.Relative), TestContext.Current.CancellationToken),
            [200, 400, 404, 414]);
    }

    [Fact]
    public async Task No_header_makes_the_server_fail()
    {
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Shared"));
        await node.Alice.AddAsync(node.Objects, [.. Enumerable.Range(0, 10).Select(_ => AStixObject.Campaign())]);
        var names = Words("Accept", "Accept-Encoding", "If-None-Match", "Prefer", "Range", "Content-Type", "User-Agent", "Authorization", "Cookie", "X-HTTP-Method-Override", "Expect-CT");
        var printable = Gen.OneOf(
            Gen.Char[' ', '~'].Array[0, 60].Select(characters => new string(characters)),
            Words("*", "*/*;q=2", "application/taxii+json;version=", "gzip;q=x", "br,,gzip", "\"", "W/\"", "wait=", "wait=99999999999999999999", "wait=0", "bytes=0-", "Basic Og==", "Bearer ", "Bearer hotline_", "Basic"));

        await RunAsync(
            Gen.Select(names, printable).Array[1, 3],
            headers =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Objects, UriKind.Relative));
                if (!headers.Any(header => header.Item1 == "Authorization")) request.Headers.Authorization = TaxiiNode.Basic("alice", TaxiiNode.Password);
                foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
                return node.Nobody.SendAsync(request, TestContext.Current.CancellationToken);
            },
            [200, 304, 400, 401, 406, 429]);
    }

    private async Task RunAsync<T>(Gen<T> inputs, Func<T, Task<HttpResponseMessage>> send, int[] expected)
    {
        var (started, count, slowest) = (Stopwatch.GetTimestamp(), 0, TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(started) < Duration)
        {
            await inputs.SampleAsync(
                async input =>
                {
                    var at = Stopwatch.GetTimestamp();
                    using var response = await send(input);
                    slowest = Stopwatch.GetElapsedTime(at) is var took && took > slowest ? took : slowest;
                    count++;
                    return expected.Contains((int)response.StatusCode) && took < Longest;
                },
                iter: 50, threads: 1);
        }

        output.WriteLine($"{count} inputs, the slowest {slowest.TotalMilliseconds:N0} ms");
        count.Should().BePositive();
    }

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(at => words[at]);

    private static string Sane(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
