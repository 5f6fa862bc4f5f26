using Grpc.Core;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Wire;
using Microsoft.Extensions.Logging;

namespace Hotline.Hosting;

/// <summary>What a program tells its operator about itself.</summary>
/// <param name="Routes">Peers and how the connection to each is.</param>
/// <param name="Counts">Names and values in the order to show them.</param>
/// <param name="BackupAsync">Writes a backup to a new file and gives its size and SHA-256.</param>
public sealed record OperationsSource(
    HotlineSettings Settings, string LogOrigin, Func<ulong> LogSize, DateTimeOffset Started, Func<IReadOnlyList<RouteState>> Routes,
    Func<CancellationToken, Task<IReadOnlyList<KeyValuePair<string, long>>>> Counts, Func<string, CancellationToken, Task<BackupFile>> BackupAsync);

/// <param name="State"><c>connected</c>, <c>connecting</c>, or why not.</param>
public sealed record RouteState(NodeName Peer, string State, DateTimeOffset? LastHeard);

/// <param name="Sha256">Hexadecimal.</param>
public sealed record BackupFile(long Bytes, string Sha256);

/// <summary>The part of the operator's protocol that hubs and nodes share, over the Unix domain socket.</summary>
internal sealed partial class OperationsService(OperationsSource source, RosterBook rosters, ILogger<OperationsService> logger) : Operations.OperationsBase
{
    public override async Task<StatusReply> Status(StatusRequest request, ServerCallContext context)
    {
        var roster = rosters.Current;
        var reply = new StatusReply
        {
            Name = source.Settings.Name,
            Role = source.Settings.Role,
            Domain = source.Settings.Domain,
            Version = typeof(OperationsService).Assembly.GetName().Version!.ToString(3),
            Started = LeafText.FormatTime(source.Started),
            RosterNumber = roster.Number,
            RosterHash = LeafText.FormatHash(roster.Hash),
            LogOrigin = source.LogOrigin,
            LogSize = source.LogSize(),
        };
        reply.Routes.AddRange(source.Routes().Select(route => new Route
        {
            Peer = route.Peer.ToString(),
            State = route.State,
            LastHeard = route.LastHeard is { } heard ? LeafText.FormatTime(heard) : "",
        }));
        reply.Counts.AddRange((await source.Counts(context.CancellationToken)).Select(count => new Count { Name = count.Key, Value = count.Value }));
        return reply;
    }

    public override Task<ShowRosterReply> ShowRoster(ShowRosterRequest request, ServerCallContext context) =>
        Task.FromResult(new ShowRosterReply { Note = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(rosters.Series.All[^1].Note) });

    public override Task<ImportRosterReply> ImportRoster(ImportRosterRequest request, ServerCallContext context)
    {
        try
        {
            var next = SignedRoster.Parse(request.Note.Memory);
            SampleKeys.RequireLoopback(source.Settings.EndPoints, next.Roster);
            rosters.Import(next);
        }
        catch (Exception refused) when (refused is RosterRefusedException or StartupException)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, refused.Message));
        }

        var current = rosters.Current;
        LogImported(current.Number, current.Hash);
        return Task.FromResult(new ImportRosterReply { Number = current.Number, Hash = LeafText.FormatHash(current.Hash) });
    }

    public override async Task<BackupReply> Backup(BackupRequest request, ServerCallContext context)
    {
        if (!Path.IsPathFullyQualified(request.Path)) throw new RpcException(new Status(StatusCode.InvalidArgument, "A backup goes to an absolute path."));
        try
        {
            var file = await source.BackupAsync(request.Path, context.CancellationToken);
            return new BackupReply { Bytes = file.Bytes, Sha256 = file.Sha256 };
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or Stores.StoreException)
        {
            throw new RpcException(new Status(StatusCode.FailedPrecondition, failed.Message));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Roster {Number} {Hash} is in force")]
    private partial void LogImported(ulong number, Digest hash);
}
