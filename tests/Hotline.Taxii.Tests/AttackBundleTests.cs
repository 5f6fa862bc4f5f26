using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Taxii.Tests;

/// <summary>Real data in and out: the ATT&amp;CK bundles of the shared data.</summary>
public sealed class AttackBundleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("data/ics-attack-18.1.json", 1_826)]
    [InlineData("data/mobile-attack-17.1.json", 2_148)]
    public async Task A_bundle_comes_back_object_by_object_and_byte_by_byte_in_pages_of_any_size(string file, int count)
    {
        var objects = RawObjects(SharedData.ReadBytes(file));
        objects.Should().HaveCount(count);
        await using var node = await TaxiiNode.StartAsync(
            TaxiiNode.ASetting(TaxiiNode.ACollection("ATT&CK")) with { MaxContentLength = 1024 * 1024 });

        foreach (var chunk in Chunks(objects, 1024 * 1024))
            AddingTests.Counts(await node.Alice.AddAsync(node.Objects, chunk)).Should().Be((chunk.Length, chunk.Length, 0, 0));

        foreach (var limit in new[] { 3, 100, 999, 5_000 })
            (await ReadPagesAsync(node, limit)).Should().Equal(objects, $"with pages of {limit}");
    }

    [Fact]
    public async Task The_ICS_bundle_is_posted_in_well_under_a_second_and_a_page_takes_milliseconds()
    {
        var objects = RawObjects(SharedData.ReadBytes("data/ics-attack-18.1.json"));
        var body = AnEnvelope.Of(objects);
        await using var warm = await TaxiiNode.StartAsync(TaxiiNode.ACollection("Warm"));
        await warm.Alice.AddAsync(warm.Objects, objects[..100]);
        await warm.Alice.GetOkAsync(warm.Objects);
        await using var node = await TaxiiNode.StartAsync(TaxiiNode.ACollection("ATT&CK", sharedWith: "borea"));
        await node.Alice.GetOkAsync("/taxii2/");

        var started = Stopwatch.GetTimestamp();
        using var posted = await node.Alice.PostEnvelopeAsync(node.Objects, body);
        var posting = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        for (var page = 0; page < 20; page++)
            await node.Alice.GetByteArrayAsync(new Uri($"{node.Objects}?limit=100", UriKind.Relative), TestContext.Current.CancellationToken);
        var reading = Stopwatch.GetElapsedTime(started) / 20;

        output.WriteLine($"POST of {objects.Length} objects: {posting.TotalMilliseconds:F0} ms; page of 100: {reading.TotalMilliseconds:F2} ms");
        // Bounds with room for a busy machine; what is meant stands in the name.
        posting.Should().BeLessThan(TimeSpan.FromSeconds(2));
        reading.Should().BeLessThan(TimeSpan.FromMilliseconds(100));
    }

    private static async Task<List<string>> ReadPagesAsync(TaxiiNode node, int limit)
    {
        var read = new List<string>();
        var next = "";
        while (true)
        {
            var query = $"?limit={limit.ToString(CultureInfo.InvariantCulture)}{next}";
            var body = await node.Alice.GetByteArrayAsync(new Uri(node.Objects + query, UriKind.Relative), TestContext.Current.CancellationToken);
            var page = JsonDocument.Parse(body).RootElement;
            read.AddRange(page.GetProperty("objects").EnumerateArray().Select(item => item.GetRawText()));
            if (!page.GetProperty("more").GetBoolean()) return read;
            next = $"&next={page.GetProperty("next").GetString()}";
        }
    }

    private static string[] RawObjects(byte[] bundle)
    {
        using var document = JsonDocument.Parse(bundle);
        return [.. document.RootElement.GetProperty("objects").EnumerateArray().Select(item => item.GetRawText())];
    }

    private static IEnumerable<string[]> Chunks(string[] objects, int maxBytes)
    {
        var chunk = new List<string>();
        var size = 0;
        foreach (var item in objects)
        {
            var bytes = Encoding.UTF8.GetByteCount(item) + 1;
            if (chunk.Count > 0 && size + bytes > maxBytes - 64)
            {
                yield return [.. chunk];
                chunk.Clear();
                size = 0;
            }

            chunk.Add(item);
            size += bytes;
        }

        yield return [.. chunk];
    }
}
