using Hotline.Scenarios.Running;
using Hotline.Transcript;

namespace Hotline.Scenarios.Promises;

/// <summary>An auditor of the roster: reads every transcript over HTTPS as outsiders do, and remembers each checkpoint it ever saw.</summary>
internal sealed class Audit : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ServerNetwork _network;
    private readonly HttpClient _http;
    private readonly Dictionary<string, CheckpointVerifier> _verifiers;

    public Audit(ServerNetwork network)
    {
        _network = network;
        var certificate = network.Network.AuditorCertificate;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(5),
            SslOptions = { LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate, RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
        })
        { Timeout = TimeSpan.FromSeconds(20) };
        var roster = network.Roster;
        _verifiers = roster.Hubs.Select(hub => (hub.Node, hub.Log, hub.LogMlDsa)).Concat(roster.Members.Select(member => (member.Node, member.Log, member.LogMlDsa)))
            .ToDictionary(party => party.Node.ToString().Split('.')[0], party => Verifier(party.Log, party.LogMlDsa));
    }

    public SeenCheckpoints Seen { get; } = new();

    /// <summary>Looks at every server's checkpoint again and again until told to stop, whoever is down meanwhile.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var server in _network.All) await LookAsync(server, stop);
            await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads a whole log and checks it as a log: every leaf, tile and signature.</summary>
    public async Task<AuditedLog> ReadAsync(Server server, CancellationToken cancellationToken)
    {
        var verifier = _verifiers[server.Name];
        var source = new HttpLogSource(_http, server.Transcript);
        if (await source.ReadAsync("checkpoint", cancellationToken) is null) return AuditedLog.Empty(server.Name, verifier.Origin);
        var report = await LogVerifier.VerifyAsync(source, verifier, null, cancellationToken);
        var entries = new List<ReadOnlyMemory<byte>>();
        if (report.Checkpoint is { } checkpoint)
            await foreach (var entry in LogVerifier.ReadEntriesAsync(source, checkpoint.Size, cancellationToken)) entries.Add(entry);
        return AuditedLog.Of(server.Name, verifier.Origin, report, entries);
    }

    public void Dispose() => _http.Dispose();

    private async Task LookAsync(Server server, CancellationToken cancellationToken)
    {
        if (!server.IsRunning) return;
        try
        {
            if (await new HttpLogSource(_http, server.Transcript).ReadAsync("checkpoint", cancellationToken) is { } note)
                Seen.Add(_verifiers[server.Name].Verify(note), "an auditor");
        }
        catch (Exception down) when (down is LogSourceException or InvalidOperationException or OperationCanceledException)
        {
            // It was killed meanwhile; a checkpoint that does not verify is an exception of another kind.
        }
    }

    private static CheckpointVerifier Verifier(string log, string logMlDsa)
    {
        var key = VerifierKey.Parse(log);
        return new CheckpointVerifier(key.Name, key, VerifierKey.Parse(logMlDsa));
    }
}
