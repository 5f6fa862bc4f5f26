using System.Net.Http.Headers;
using System.Text;
using Hotline.Doors.Tests.Table;
using Hotline.Hosting;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Doors.Tests.Node;

/// <summary>Alba's node, connected to its hub, with one collection and one TAXII account.</summary>
public sealed class NodeRig(Enrolled enrolled) : IAsyncLifetime, IRig
{
    public const string Collection = "2b2e8a3e-2c6b-4f4e-9a53-0d8a1e7b6c11";

    private RunningHub<Real> _hub = null!;

    internal RunningNode<Real> Node { get; private set; } = null!;

    LoggedLines IRig.Log => Node.Log;

    string IRig.DataDirectory => Node.Directory.Path;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub<Real>.StartAsync(enrolled.Network, change: settings => settings);
        Node = await RunningNode<Real>.StartAsync(enrolled.Network, "alba", taxii: listener => listener with
        {
            MaxContentLength = 256 * 1024, Collections = [new CollectionSettings(Guid.Parse(Collection), "Indicators", null, null, [])],
        });
        await Node.Desk.KeepAccountAsync(new KeepAccountRequest { Name = "analyst", Password = "correct horse" });
        while (!Node.Log.All.Any(line => line.Contains("Following the queue", StringComparison.Ordinal))) await Task.Delay(TimeSpan.FromMilliseconds(20));
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _hub.DisposeAsync();
    }

    /// <summary>A TAXII client of the account, or of whom the header says.</summary>
    internal HttpClient Client(string? authorization = "analyst:correct horse")
    {
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null } }) { BaseAddress = Node.Taxii };
        if (authorization is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(authorization)));
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/taxii+json;version=2.1");
        return client;
    }
}
