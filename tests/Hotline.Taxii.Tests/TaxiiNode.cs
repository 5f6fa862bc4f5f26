using System.Net.Http.Headers;
using System.Text;
using Hotline.Collections;
using Hotline.Stores;
using Hotline.Taxii.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Taxii.Tests;

/// <summary>A node's TAXII side in this process: real routes, real store, accounts alice and bob.</summary>
public sealed class TaxiiNode : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    public const string MediaType = "application/taxii+json;version=2.1";

    // Hashing is slow by design, so all nodes of the tests share one.
    private static readonly string PasswordHash = AccountPasswords.Hash(Password);

    private readonly WebApplication _app;
    private readonly TestDatabase? _database;
    private readonly bool _overSockets;

    private TaxiiNode(WebApplication app, TaxiiSettings settings, ICollectionStore store, TestDatabase? database, FakeTimeProvider clock, bool overSockets)
    {
        _app = app;
        _database = database;
        _overSockets = overSockets;
        Settings = settings;
        Store = store;
        Clock = clock;
        Alice = NewClient("alice");
        Bob = NewClient("bob");
        Nobody = NewClient(null);
    }

    public TaxiiSettings Settings { get; }

    public ICollectionStore Store { get; }

    public FakeTimeProvider Clock { get; }

    public required TestLog Log { get; init; }

    public HttpClient Alice { get; }

    public HttpClient Bob { get; }

    public HttpClient Nobody { get; }

    /// <summary>Where it listens, when it listens over sockets.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Of the first collection.</summary>
    public string Objects => ObjectsOf(Settings.ApiRoots[0].Collections[0]);

    public static string ObjectsOf(Collection collection) => $"/intel/collections/{collection.Id}/objects/";

    public static Collection ACollection(string title, StatementMarkingPolicy statements = StatementMarkingPolicy.Withhold, params string[] sharedWith) =>
        new(ACollectionId(), title, null, null, [.. sharedWith.Select(NodeName.Parse)], statements);

    public static TaxiiSettings ASetting(params Collection[] collections) =>
        new("Alba", [new ApiRoot("intel", "Intelligence", null, [.. collections])], AKey(1));

    public static ReadOnlyMemory<byte> AKey(byte fill) => Enumerable.Repeat(fill, TaxiiSettings.NextKeySize).ToArray();

    public static Task<TaxiiNode> StartAsync(params Collection[] collections) => StartAsync(ASetting(collections));

    public static async Task<TaxiiNode> StartAsync(TaxiiSettings settings, ICollectionStore? givenStore = null, bool overSockets = false)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var database = givenStore is null ? new TestDatabase() : null;
        var store = givenStore ?? database!.Store;
        foreach (var name in new[] { "alice", "bob" })
            await store.KeepAccountAsync(new Account(name, PasswordHash, clock.GetUtcNow()), TestContext.Current.CancellationToken);
        var log = new TestLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        if (!overSockets) builder.WebHost.UseTestServer();
        var app = builder.Build();
        if (overSockets) app.Urls.Add("http://127.0.0.1:0");
        app.UseTaxiiErrors();
        app.MapTaxii(settings, store, clock, app.Services.GetRequiredService<ILoggerFactory>());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TaxiiNode(app, settings, store, database, clock, overSockets) { Log = log };
    }

    public HttpClient NewClient(string? account, string password = Password)
    {
        var client = _overSockets ? new HttpClient { BaseAddress = Address } : _app.GetTestClient();
        if (account is not null) client.DefaultRequestHeaders.Authorization = Basic(account, password);
        return client;
    }

    public static AuthenticationHeaderValue Basic(string account, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{password}")));

    public async ValueTask DisposeAsync()
    {
        Alice.Dispose();
        Bob.Dispose();
        Nobody.Dispose();
        await _app.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    private static Guid ACollectionId()
    {
        var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
