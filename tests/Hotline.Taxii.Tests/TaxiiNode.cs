using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hotline.Collections;
using Hotline.Stores;
using Hotline.Taxii.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Taxii.Tests;

/// <summary>A node's TAXII side as it listens: HTTPS on loopback, real routes, real store, accounts alice and bob.</summary>
public sealed class TaxiiNode : IAsyncDisposable
{
    public const string Password = "correct horse battery staple";
    public const string MediaType = "application/taxii+json;version=2.1";

    // Hashing is slow by design, so all nodes of the tests share one.
    private static readonly string PasswordHash = AccountPasswords.Hash(Password);

    private static readonly X509Certificate2 Certificate = ACertificate();

    private readonly WebApplication _app;
    private readonly TestDatabase? _database;
    private TaxiiNode(WebApplication app, TaxiiSettings settings, ICollectionStore store, TestDatabase? database, FakeTimeProvider clock)
    {
        _app = app;
        _database = database;
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

    /// <param name="rights">Of each account on each collection; null for all.</param>
    public static async Task<TaxiiNode> StartAsync(
        TaxiiSettings settings, ICollectionStore? givenStore = null, Func<string, Collection, CollectionRights>? rights = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var database = givenStore is null ? new TestDatabase() : null;
        var store = givenStore ?? database!.Store;
        foreach (var name in new[] { "alice", "bob" })
        {
            var account = new Account(name, PasswordHash, clock.GetUtcNow());
            if (rights is not null)
                account = account with { Rights = account.Rights with { Named = settings.ApiRoots.SelectMany(root => root.Collections).ToImmutableSortedDictionary(one => one.Id, one => rights(name, one)) } };
            await store.KeepAccountAsync(account, TestContext.Current.CancellationToken);
        }

        var log = new TestLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseTaxii(Certificate, chain: null)));
        var app = builder.Build();
        app.UseTaxiiErrors();
        app.MapTaxii(settings, store, clock, app.Services.GetRequiredService<ILoggerFactory>());
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TaxiiNode(app, settings, store, database, clock) { Log = log };
    }

    /// <param name="certificate">Shown in the TLS handshake.</param>
    public HttpClient NewClient(string? account, string password = Password, X509Certificate2? certificate = null)
    {
        var tls = Trust();
        if (certificate is not null) tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = tls }) { BaseAddress = Address };
        if (account is not null) client.DefaultRequestHeaders.Authorization = Basic(account, password);
        return client;
    }

    /// <summary>Trusts this node and nobody else.</summary>
    public static SslClientAuthenticationOptions Trust() => new()
    {
        TargetHost = "localhost",
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == Certificate.GetCertHashString(),
    };

    /// <summary>A bare connection, for what no client library would send.</summary>
    public async Task<SslStream> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(Trust(), TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>Sends bytes on a connection of their own and reads all that comes back until the node closes it.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        await using var stream = await ConnectAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
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

    public static X509Certificate2 ACertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private static Guid ACollectionId()
    {
        var bytes = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
