using Grpc.Net.Client;
using Hotline.Evidence;
using Hotline.Hosting;
using Hotline.Hub;
using Hotline.Hub.Sequencing;
using Hotline.Storage;
using Hotline.Storage.Sqlite;
using Hotline.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.TestData;

/// <summary>A hub of a network in this process, on a copy of its data directory and a port of its own; all else is as in the program.</summary>
internal sealed class RunningHub<TDomain> : IAsyncDisposable
    where TDomain : struct, ITrafficDomain
{
    private readonly HubStart<TDomain> _start;
    private readonly IDisposable _lock;
    private readonly SqliteDatabase _database;
    private readonly WebApplication _app;
    private bool _disposed;
    private readonly List<GrpcChannel> _channels = [];

    private RunningHub(HubStart<TDomain> start, IDisposable exclusive, SqliteDatabase database, SqliteHubStore<TDomain> store, WebApplication app, LoggedLines log) =>
        (_start, _lock, _database, Store, _app, Log) = (start, exclusive, database, store, app, log);

    public DataDirectory Directory => _start.Directory;

    public RosterBook Rosters => _start.Rosters;

    public SqliteHubStore<TDomain> Store { get; }

    public LoggedLines Log { get; }

    public Sequencer<TDomain> Sequencer => _app.Services.GetRequiredService<Sequencer<TDomain>>();

    /// <summary>Where members reach it.</summary>
    public Uri Address => _app.Services.BoundAddresses()[0];

    /// <param name="directory">Null for a fresh copy of the network's hub.</param>
    /// <param name="change">Of its settings; without one it listens on a free port, not on the roster's.</param>
    public static async Task<RunningHub<TDomain>> StartAsync(
        Network<TDomain> network, TimeProvider? clock = null, DataDirectory? directory = null, Func<HotlineSettings, HotlineSettings>? change = null)
    {
        directory ??= network.Copy(Network<TDomain>.HubName);
        var settings = HotlineSettings.Load(directory);
        var exclusive = directory.Lock();
        var start = HubStart<TDomain>.Load(network.Domain, directory, change?.Invoke(settings) ?? settings with { Listen = "127.0.0.1:0" }, Network<TDomain>.Passphrase);
        var (database, store) = StorageServices.OpenSqliteHub(directory.HubDatabase, network.Domain);
        var log = new LoggedLines();
        var app = HubHost.Build(start, store, database.BackupAsync, clock ?? TimeProvider.System, log);
        await app.StartAsync();
        return new RunningHub<TDomain>(start, exclusive, database, store, app, log);
    }

    /// <summary>The exchange as a member with these keys reaches it.</summary>
    public Exchange.ExchangeClient ClientOf(ServerKeys keys) => new(Channel(PinnedTls.ForClient(keys, Rosters, Network<TDomain>.Node(Network<TDomain>.HubName))));

    public GrpcChannel Channel(SocketsHttpHandler handler)
    {
        var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = handler, DisposeHttpClient = true, MaxRetryAttempts = 0, MaxReceiveMessageSize = null, MaxSendMessageSize = null,
        });
        _channels.Add(channel);
        return channel;
    }

    /// <summary>Stops serving, as on SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        foreach (var channel in _channels) channel.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _start.Dispose();
        _lock.Dispose();
        Log.Dispose();
    }
}
