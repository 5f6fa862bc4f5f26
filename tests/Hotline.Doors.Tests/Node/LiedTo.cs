using Hotline.Cli.Terminals;
using Hotline.Doors.Tests.Table;
using Hotline.Evidence;
using Hotline.Hub;
using Hotline.Member;
using Hotline.Node;
using Hotline.Receipts;
using Hotline.Storage;
using Hotline.Storage.Sqlite;
using Hotline.TestData;
using Hotline.Wire;
using Microsoft.AspNetCore.Builder;

namespace Hotline.Doors.Tests.Node;

/// <summary>A node of borea's that follows a hub which lies, with its keys. Everything is fresh for each row.</summary>
internal sealed class LiedTo : IRig, IAsyncDisposable
{
    private readonly LyingHub _hub;
    private readonly WebApplication _app;
    private readonly SqliteDatabase _database;
    private readonly OperatorClient _operator;
    private readonly LogInMemory _hubLog;

    private LiedTo(Enrolled enrolled, LyingHub hub, HubStart<Real> hubStart, MemberStart<Real> start, SqliteDatabase database, SqliteMemberStore<Real> store, WebApplication app, LoggedLines log, OperatorClient client)
    {
        (Enrolled, _hub, _database, Store, _app, Log, _operator) = (enrolled, hub, database, store, app, log, client);
        DataDirectory = start.Directory.Path;
        HubStart = hubStart;
        _hubLog = new LogInMemory(hubStart.Keys.Checkpoints);
    }

    public Enrolled Enrolled { get; }

    public HubStart<Real> HubStart { get; }

    public LoggedLines Log { get; }

    public string DataDirectory { get; }

    public SqliteMemberStore<Real> Store { get; }

    public Script Script => _hub.Script;

    public static async Task<LiedTo> StartAsync(Enrolled enrolled, HubStart<Real> hubStart)
    {
        var hub = await LyingHub.StartAsync(hubStart, enrolled.Network.HubAddress);
        var directory = enrolled.Network.Copy("borea");
        var own = enrolled.Borea.Start;
        var start = own with { Directory = directory, Settings = own.Settings with { Listen = "127.0.0.1:0", Taxii = own.Settings.Taxii! with { Listen = "127.0.0.1:0" } } };
        var (database, messages, collections) = StorageServices.OpenSqliteNode(directory.NodeDatabase, default(Real));
        var log = new LoggedLines();
        var app = NodeHost.Build(start, messages, collections, database.BackupAsync, TimeProvider.System, log);
        await app.StartAsync();
        return new LiedTo(enrolled, hub, hubStart, start, database, messages, app, log, await OperatorClient.ConnectAsync(new DataRoot(directory.Path, null), CancellationToken.None));
    }

    /// <summary>A message that the node filed and the hub has now, unanswered.</summary>
    public async Task<Envelopes.OriginNote<Real>> SendAsync()
    {
        await _operator.Desk.SendAsync(new SendRequest { To = { "alba" }, Subject = "Subject", Body = "The grid is down.", Precedence = Lane.Flash });
        var request = await Script.Submitted.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Script.Followed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return request.Envelope.ToDomain(default(Real)).Origin;
    }

    /// <summary>The node is on its stream, and nothing was said there.</summary>
    public Task FollowedAsync() => Script.Followed.Task.WaitAsync(TimeSpan.FromSeconds(20));

    public MessageItem Message(string to = "borea") => Prove(Enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", to)).Envelope);

    /// <summary>An envelope as the hub would hand it on, with the proof of its note.</summary>
    public MessageItem Prove(Envelopes.Envelope<Real> envelope) => new() { Envelope = envelope.ToWire(), OriginProof = Google.Protobuf.ByteString.CopyFrom(Logged(envelope.Origin.Bytes)) };

    public byte[] Logged(ReadOnlyMemory<byte> entry)
    {
        var leaf = _hubLog.Append(entry);
        return new LogProofs(_hubLog).Prove(leaf, _hubLog.ReadHead()!);
    }

    /// <summary>The hub's receipt about a message, proven.</summary>
    public Wire.Receipt Say(ReceiptKind kind, Envelopes.OriginNote<Real> origin)
    {
        var entry = ReceiptText<Real>.About(origin, kind, HubStart.Settings.NodeName, TimeProvider.System.GetUtcNow()).ToBytes();
        return EnvelopeMapping.ToReceipt(entry, Logged(entry));
    }

    public static FollowReply Item(MessageItem message, ulong position = 1) =>
        new() { Item = new Item { Position = new Position { Lane = Lane.Flash, Position_ = position }, Message = message } };

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _hub.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Log.Dispose();
    }
}
