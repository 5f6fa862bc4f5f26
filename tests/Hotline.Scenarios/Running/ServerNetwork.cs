using Hotline.Cryptography;
using Hotline.Hosting;
using Hotline.Rosters;
using Hotline.TestData;

namespace Hotline.Scenarios.Running;

/// <summary>A hub and two members' nodes as processes, on copies of a network's data directories.</summary>
internal sealed class ServerNetwork : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-run-");
    private readonly Network<Real> _network;

    /// <param name="place">Where a server's data directory is to lie; null for the network's own copies.</param>
    public ServerNetwork(Network<Real> network, Func<string, DataDirectory, DataDirectory>? place = null)
    {
        _network = network;
        var passphraseFile = Path.Combine(_folder.FullName, "passphrase");
        DurableFile.Create(passphraseFile, Network<Real>.Passphrase);
        Hub = Make(Network<Real>.HubName, "hub");
        Nodes = [Make("alba", "node"), Make("borea", "node")];

        Server Make(string name, string role)
        {
            var copy = network.Copy(name);
            return new Server(name, role, place?.Invoke(name, copy) ?? copy, passphraseFile, _folder.FullName);
        }
    }

    public Network<Real> Network => _network;

    public Server Hub { get; }

    public IReadOnlyList<Server> Nodes { get; }

    public Server Alba => Nodes[0];

    public Server Borea => Nodes[1];

    public IReadOnlyList<Server> All => [Hub, .. Nodes];

    public Roster Roster => _network.First.Roster;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(All.Select(server => server.StartAsync(cancellationToken)));
        foreach (var node in Nodes)
            while (await node.FindStatusAsync(cancellationToken) is not { } status || status.Routes.Any(route => route.State != "connected"))
                await Task.Delay(50, cancellationToken);
    }

    /// <summary>The other member.</summary>
    public Server Other(Server node) => node == Alba ? Borea : Alba;

    /// <summary>The last lines that each server logged, for a failure's message.</summary>
    public string Tail(int lines) => string.Join('\n', All.Where(server => File.Exists(server.Log)).Select(server => $"--- {server.Name}\n{string.Join('\n', ReadLines(server.Log).TakeLast(lines).Select(line => line.Length > 300 ? line[..300] : line))}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in All) await server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static List<string> ReadLines(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = new List<string>();
        while (reader.ReadLine() is { } line) lines.Add(line);
        return lines;
    }
}
