using Grpc.Core;
using Hotline.Cli.Terminals;
using Hotline.Hosting;
using Hotline.Wire;

namespace Hotline.Scenarios.Running;

/// <summary>A hub or node of a scenario: one data directory, one run after another.</summary>
/// <param name="role"><c>hub</c> or <c>node</c>.</param>
internal sealed class Server(string name, string role, DataDirectory directory, string passphraseFile, string logs) : IAsyncDisposable
{
    /// <summary>How long a killed process's address may stay taken by somebody's passing connection.</summary>
    private static readonly TimeSpan AddressPatience = TimeSpan.FromSeconds(20);

    private ServerRun? _run;
    private OperatorClient? _operator;

    public string Name => name;

    public bool IsHub => role == "hub";

    public DataDirectory Directory => directory;

    public string Log => Path.Combine(logs, name + ".jsonl");

    /// <summary>The present run.</summary>
    public ServerRun Run => _run ?? throw new InvalidOperationException($"{name} does not run.");

    public bool IsRunning => _run is { HasEnded: false };

    /// <summary>Where an auditor reads its transcript.</summary>
    public Uri Transcript => new(Run.Ready.Transcript);

    /// <summary>The operator's connection; it finds each later run of this server too.</summary>
    public OperatorClient Operator => _operator ?? throw new InvalidOperationException($"{name} never ran.");

    /// <summary>What the next run finds in its environment beside this process's own.</summary>
    public Func<IReadOnlyDictionary<string, string>> Environment { get; set; } = () => new Dictionary<string, string>();

    /// <exception cref="ServerEndedException">It ended instead of accepting connections.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                _run = await ServerRun.StartAsync(role, directory.Path, passphraseFile, Log, Environment(), cancellationToken);
                break;
            }
            catch (ServerEndedException taken) when (taken.Sentence.Contains("address already in use", StringComparison.Ordinal) && TimeProvider.System.GetElapsedTime(started) < AddressPatience)
            {
                await Task.Delay(100, cancellationToken);
            }
        }

        _operator ??= await OperatorClient.ConnectAsync(DataRoot.Of(directory.Path, null), cancellationToken);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Run.KillAsync();
        await Run.DisposeAsync();
        _run = null;
    }

    /// <returns>What it says of itself; null when it does not answer.</returns>
    public async Task<StatusReply?> FindStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Operator.Operations.StatusAsync(new StatusRequest(), deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(10), cancellationToken: cancellationToken);
        }
        catch (RpcException silent) when (silent.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _operator?.Dispose();
        if (_run is not null) await _run.DisposeAsync();
    }
}
