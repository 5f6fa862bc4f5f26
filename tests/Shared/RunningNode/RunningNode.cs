using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Hotline.Member;
using Hotline.Node;
using Hotline.Storage;
using Hotline.Storage.Sqlite;
using Hotline.Wire;
using Microsoft.AspNetCore.Builder;

namespace Hotline.TestData;

/// <summary>A member's node of a network in this process, on a copy of its data directory and ports of its own; all else is as in the program.</summary>
internal sealed class RunningNode<TDomain> : IAsyncDisposable
    where TDomain : struct, ITrafficDomain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MemberStart<TDomain> _start;
    private readonly IDisposable _lock;
    private readonly SqliteDatabase _database;
    private readonly WebApplication _app;
    private bool _disposed;

    private RunningNode(
        MemberStart<TDomain> start, IDisposable exclusive, SqliteDatabase database, SqliteMemberStore<TDomain> store, WebApplication app, LoggedLines log, OperatorClient client) =>
        (_start, _lock, _database, Store, _app, Log, Operator) = (start, exclusive, database, store, app, log, client);

    public DataDirectory Directory => _start.Directory;

    public SqliteMemberStore<TDomain> Store { get; }

    public LoggedLines Log { get; }

    /// <summary>The operator's connection, over the socket in the data directory.</summary>
    public OperatorClient Operator { get; }

    public Desk.DeskClient Desk => Operator.Desk;

    public Uri Taxii => _app.Services.BoundAddresses()[1];

    /// <param name="directory">Null for a fresh copy of the member's.</param>
    public static async Task<RunningNode<TDomain>> StartAsync(
        Network<TDomain> network, string name, DataDirectory? directory = null, TimeProvider? clock = null, Func<TaxiiListener, TaxiiListener>? taxii = null)
    {
        directory ??= network.Copy(name);
        var settings = HotlineSettings.Load(directory);
        var listener = settings.Taxii! with { Listen = "127.0.0.1:0" };
        settings = settings with { Listen = "127.0.0.1:0", Taxii = taxii?.Invoke(listener) ?? listener };
        var exclusive = directory.Lock();
        var start = MemberStart<TDomain>.Load(network.Domain, directory, settings, Network<TDomain>.Passphrase);
        var (database, messages, collections) = StorageServices.OpenSqliteNode(directory.NodeDatabase, network.Domain);
        var log = new LoggedLines();
        var app = NodeHost.Build(start, messages, collections, database.BackupAsync, clock ?? TimeProvider.System, log);
        await app.StartAsync();
        var root = new DataRoot(directory.Path, network.Domain is Exercise exercise ? exercise : null);
        return new RunningNode<TDomain>(start, exclusive, database, messages, app, log, await OperatorClient.ConnectAsync(root, CancellationToken.None));
    }

    public async Task<SendReply> SendAsync(string body, params string[] to)
    {
        var request = new SendRequest { Subject = "Subject", Body = body, Precedence = Lane.Flash };
        request.To.AddRange(to);
        return await Desk.SendAsync(request);
    }

    /// <summary>Waits until a message shows what is awaited.</summary>
    /// <exception cref="TimeoutException">Not within 30 s.</exception>
    public async Task<ShowReply> ShowAsync(string id, Predicate<ShowReply> awaited)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await TryShowAsync(id) is { } shown && awaited(shown)) return shown;
            if (patience.IsCancellationRequested) throw new TimeoutException($"{id} does not show it; the log says: {string.Join('\n', Log.All)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        Operator.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _start.Dispose();
        _lock.Dispose();
        Log.Dispose();
    }

    private async Task<ShowReply?> TryShowAsync(string id)
    {
        try
        {
            return await Desk.ShowAsync(new ShowRequest { Id = id });
        }
        catch (Grpc.Core.RpcException missing) when (missing.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            return null;
        }
    }
}
