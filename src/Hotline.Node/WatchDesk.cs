using System.Collections.Immutable;
using System.Globalization;
using Grpc.Core;
using Hotline.Collections;
using Hotline.Leaves;
using Hotline.Stores;
using Hotline.Taxii.Watches;
using Hotline.Wire;

namespace Hotline.Node;

/// <summary>What an analyst does with saved watches.</summary>
/// <param name="collections">All of the node's.</param>
internal sealed class WatchDesk(CollectionWatches watches, IWatchStore store, ImmutableArray<Collection> collections)
{
    private const int Latest = 10;

    public async Task<AddWatchReply> AddAsync(AddWatchRequest request, CancellationToken cancellationToken)
    {
        var collection = collections.FirstOrDefault(one => one.Alias == request.Collection || one.Id.ToString("D") == request.Collection)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no collection {request.Collection} in hotline.json."));
        try
        {
            return new AddWatchReply { Id = (await watches.AddAsync(collection.Id, request.Pattern, cancellationToken)).Id };
        }
        catch (FormatException malformed)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The pattern cannot be used: {malformed.Message}."));
        }
    }

    public async Task<ListWatchesReply> ListAsync(CancellationToken cancellationToken)
    {
        var reply = new ListWatchesReply();
        foreach (var (watch, matches, latest) in await store.ReadWatchesAsync(Latest, cancellationToken))
        {
            var entry = new WatchEntry
            {
                Id = watch.Id, Pattern = watch.Pattern, Created = LeafText.FormatTime(watch.CreatedAt), Matches = matches,
                Collection = collections.FirstOrDefault(one => one.Id == watch.Collection)?.Alias ?? watch.Collection.ToString("D"),
            };
            entry.Latest.AddRange(latest.Select(match => new WatchMatchEntry { Object = match.ObjectId, Added = Time(match.DateAdded) }));
            reply.Watches.Add(entry);
        }

        return reply;
    }

    public async Task<RemoveWatchReply> RemoveAsync(RemoveWatchRequest request, CancellationToken cancellationToken) =>
        await store.RemoveWatchAsync(request.Id, cancellationToken)
            ? new RemoveWatchReply()
            : throw new RpcException(new Status(StatusCode.NotFound, $"There is no watch {request.Id}: see 'hotline watch list'."));

    /// <summary>As TAXII shows it, so that it can be given as added_after.</summary>
    private static string Time(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
