using System.Collections.Concurrent;

namespace Hotline.Taxii.Tests;

/// <summary>
/// Eight writers and four polling readers on one collection while the node stops and starts: each reader sees every object exactly once,
/// two of them by next, two by the date of the last object. A few seconds here; a minute with HOTLINE_LONG=1.
/// </summary>
public sealed class ConcurrencyTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Writers = 8;
    private const int Readers = 4;
    private static readonly TimeSpan Duration = Environment.GetEnvironmentVariable("HOTLINE_LONG") == "1" ? TimeSpan.FromSeconds(60) : TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BetweenRestarts = Duration / 4;

    private readonly TestDatabase _database = new();
    private readonly TaxiiSettings _settings = TaxiiNode.ASetting(TaxiiNode.ACollection("Shared")) with { MaxPageSize = 50 };
    private readonly ConcurrentDictionary<string, int> _written = new();
    private readonly CancellationTokenSource _writing = new();
    private TaxiiNode _node = null!;
    private volatile bool _isComplete;

    [Fact]
    public async Task Requirements_31_41_Every_reader_sees_every_object_exactly_once()
    {
        _node = await TaxiiNode.StartAsync(_settings, _database.Store);
        var writers = Enumerable.Range(0, Writers).Select(number => Task.Run(() => WriteAsync(number))).ToArray();
        var readers = Enumerable.Range(0, Readers).Select(number => Task.Run(() => ReadAsync(byNext: number % 2 == 0))).ToArray();
        _writing.CancelAfter(Duration);

        var restarts = 0;
        for (; !_writing.IsCancellationRequested; restarts++)
        {
            await Task.WhenAny(Task.Delay(BetweenRestarts, TestContext.Current.CancellationToken), Task.WhenAll(writers));
            if (_writing.IsCancellationRequested) break;
            await RestartAsync();
        }

        await Task.WhenAll(writers);
        _isComplete = true;
        foreach (var reader in readers)
        {
            var seen = await reader;
            // As sets: comparing each with each takes minutes when the machine is quick and there are thousands.
            seen.ToHashSet().Should().HaveCount(seen.Count, "no object comes twice");
            _written.Keys.Except(seen).Should().BeEmpty("none is missed");
            seen.Except(_written.Keys).Should().BeEmpty("none comes that was not written");
        }

        output.WriteLine($"{_written.Count} objects, {restarts} restarts");
        _written.Count.Should().BePositive();
        restarts.Should().BePositive();
    }

    public async ValueTask DisposeAsync()
    {
        _writing.Dispose();
        if (_node is not null) await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>A writer asks again with the same bytes until it knows that they are stored.</summary>
    private async Task WriteAsync(int number)
    {
        for (var round = 0; !_writing.IsCancellationRequested; round++)
        {
            string[] ids = [.. Enumerable.Range(0, 1 + ((round + number) % 20)).Select(_ => AStixObject.NewId("campaign"))];
            string[] objects = [.. ids.Select(id => AStixObject.Campaign(id))];
            await UntilAnsweredAsync(async node =>
            {
                AddingTests.Counts(await node.Alice.AddAsync(node.Objects, objects)).Should().Be((ids.Length, ids.Length, 0, 0));
                return true;
            });
            foreach (var id in ids) _written[id] = number;
        }
    }

    private async Task<List<string>> ReadAsync(bool byNext)
    {
        var (seen, next, after, last) = (new List<string>(), "", "", (string?)null);
        while (true)
        {
            // Asked before the page: what it does not show then was not there.
            var isComplete = _isComplete;
            var (page, shown) = await UntilAnsweredAsync(async node =>
            {
                using var response = await node.Alice.GetAsync(new Uri($"{node.Objects}?limit=17{after}{next}", UriKind.Relative), TestContext.Current.CancellationToken);
                var body = await response.ReadAsync(System.Net.HttpStatusCode.OK);
                return (body, response.Headers.TryGetValues("X-TAXII-Date-Added-Last", out var date) ? date.Single() : null);
            });
            seen.AddRange(page.Ids());
            last = shown ?? last;
            // By next to the end of what there is; a new walk begins behind the last date seen.
            next = byNext && page.TryGetProperty("next", out var token) ? $"&next={token.GetString()}" : "";
            if (next.Length == 0 && last is not null) after = $"&added_after={last}";
            if (shown is null && isComplete) return seen;
            if (shown is null) await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Tries until the node answers: between a stop and a start it does not.</summary>
    private async Task<T> UntilAnsweredAsync<T>(Func<TaxiiNode, Task<T>> ask)
    {
        while (true)
        {
            try
            {
                return await ask(_node);
            }
            catch (Exception interrupted) when (interrupted is HttpRequestException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task RestartAsync()
    {
        await _node.DisposeAsync();
        await _database.ReopenAsync();
        _node = await TaxiiNode.StartAsync(_settings, _database.Store);
    }
}
