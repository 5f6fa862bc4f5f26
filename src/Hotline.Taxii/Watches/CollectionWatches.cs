using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Hotline.Collections;
using Hotline.Stix.Patterns;
using Hotline.Stores;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Taxii.Watches;

/// <summary>
/// Matches saved watches against the observations that collections get, behind whoever posted them. A pattern over several observations
/// is matched within those that came together.
/// </summary>
/// <param name="collections">All of the node's.</param>
public sealed partial class CollectionWatches(ImmutableArray<Collection> collections, ICollectionStore store, TimeProvider clock, ILogger<CollectionWatches> logger) : BackgroundService
{
    private const int Slice = 200;
    private const int MaxDepth = 256;

    /// <summary>Between two attempts when the store fails.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly Meter Meter = new("Hotline.Taxii");
    private static readonly Counter<long> Matches = Meter.CreateCounter<long>("hotline.taxii.watch.matches", description: "Observations that a saved watch matched.");

    private TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Saves a watch that looks at what comes from now on.</summary>
    /// <exception cref="FormatException">The pattern cannot be read; the sentence says where.</exception>
    public async Task<Watch> AddAsync(Guid collection, string pattern, CancellationToken cancellationToken)
    {
        RequireReadable(pattern);
        var id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4));
        var watch = new Watch(id, collection, pattern, clock.GetUtcNow(), store.LastDateOf(collection));
        await store.AddWatchAsync(watch, cancellationToken);
        Interlocked.Exchange(ref _added, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return watch;
    }

    private static void RequireReadable(string pattern)
    {
        try
        {
            StixPattern.Parse(pattern);
        }
        catch (PatternException malformed)
        {
            throw new FormatException(malformed.Message, malformed);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Before looking, so that nothing comes unseen in between.
            var changes = collections.Select(collection => store.NextChange(collection.Id)).Append(Volatile.Read(ref _added).Task).ToList();
            try
            {
                foreach (var report in await store.ReadWatchesAsync(0, stoppingToken)) await LookAsync(report.Watch, stoppingToken);
                await Task.WhenAny(changes).WaitAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StoreException failed)
            {
                LogFailed(failed);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Looks at everything that came since a watch last looked.</summary>
    internal async Task LookAsync(Watch watch, CancellationToken cancellationToken)
    {
        var pattern = StixPattern.Parse(watch.Pattern);
        while (true)
        {
            var page = await store.ReadAsync(
                new ObjectQuery(watch.Collection, watch.Seen, null, [], ["observed-data"], VersionFilter.All, Slice) { SpecVersions = ["2.0", "2.1"] }, cancellationToken);
            if (page.Objects.Count == 0) return;
            var matches = await MatchAsync(watch, pattern, page.Objects, cancellationToken);
            watch = watch with { Seen = page.Objects[^1].DateAdded };
            await store.AdvanceWatchAsync(watch.Id, watch.Seen, matches, cancellationToken);
            foreach (var match in matches) LogMatched(watch.Id, match.ObjectId, watch.Collection);
            Matches.Add(matches.Count);
        }
    }

    private async Task<IReadOnlyList<WatchMatch>> MatchAsync(Watch watch, StixPattern pattern, IReadOnlyList<StoredObject> observed, CancellationToken cancellationToken)
    {
        var dates = observed.GroupBy(one => one.Object.ObjectId).ToDictionary(group => group.Key, group => group.Max(one => one.DateAdded));
        try
        {
            var observations = Observation.ReadAll([await DocumentAsync(watch.Collection, observed, cancellationToken)]);
            var found = observations.Where(one => pattern.Match([one]).IsMatch).Select(one => one.Id).ToHashSet();
            // None alone: together they may.
            if (found.Count == 0 && pattern.Match(observations) is { IsMatch: true } match) found.UnionWith(match.Observations.Select(index => observations[index].Id));
            return [.. found.Where(dates.ContainsKey).Select(id => new WatchMatch(id, dates[id])).OrderBy(one => one.DateAdded)];
        }
        catch (PatternException exhausted)
        {
            // The watch goes on with what comes next; an operator reads that these were too much for it.
            LogNotMatched(watch.Id, exhausted.Message);
            return [];
        }
    }

    /// <summary>The observed data with the observables it refers to, as one bundle would hold them.</summary>
    private async Task<JsonElement> DocumentAsync(Guid collection, IReadOnlyList<StoredObject> observed, CancellationToken cancellationToken)
    {
        var raw = observed.Select(one => one.Object.Raw).ToList();
        var refs = raw.SelectMany(ReferencesOf).Distinct(StringComparer.Ordinal).ToList();
        foreach (var ids in refs.Chunk(Slice))
        {
            var page = await store.ReadAsync(new ObjectQuery(collection, null, null, ids, [], VersionFilter.OnlyLast, ids.Length), cancellationToken);
            raw.AddRange(page.Objects.Select(one => one.Object.Raw));
        }

        using var json = new MemoryStream();
        json.Write("{\"objects\":["u8);
        for (var index = 0; index < raw.Count; index++)
        {
            if (index > 0) json.WriteByte((byte)',');
            json.Write(raw[index].Span);
        }

        json.Write("]}"u8);
        using var document = JsonDocument.Parse(json.GetBuffer().AsMemory(0, (int)json.Length), new JsonDocumentOptions { MaxDepth = MaxDepth });
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> ReferencesOf(ReadOnlyMemory<byte> raw)
    {
        using var document = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = MaxDepth });
        if (!document.RootElement.TryGetProperty("object_refs", out var refs) || refs.ValueKind != JsonValueKind.Array) return [];
        return [.. refs.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch {Watch} matched {Object} in {Collection}")]
    private partial void LogMatched(string watch, string @object, Guid collection);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Watch {Watch} could not be matched: {Reason}")]
    private partial void LogNotMatched(string watch, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watches cannot be read")]
    private partial void LogFailed(Exception failure);
}
