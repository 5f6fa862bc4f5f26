using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hotline.Cli.Running;
using Hotline.Hosting;

namespace Hotline.Cli.Demo;

/// <summary>A hub or node as a process of its own, stopped when disposed. What it logs goes to <c>log.jsonl</c> in its data directory.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Task _logging;

    private ServerProcess(Process process, Task logging, ReadyLine ready) => (_process, _logging, Ready) = (process, logging, ready);

    public ReadyLine Ready { get; }

    public int Id => _process.Id;

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <exception cref="StartupException">It ended instead; the sentence is its own.</exception>
    public static async Task<ServerProcess> StartAsync(string role, string data, string passphraseFile, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(ServerProgram.Find(role).Path, ServerProgram.ArgumentsFor(data, passphraseFile))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in ServerProgram.Environment()) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new StartupException($"The {role} could not be started.");
        var log = Path.Combine(data, "log.jsonl");
        var logging = LogAsync(process, log);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (JsonSerializer.Deserialize(line, DemoJson.Default.ReadyLine) is { Ready: true } ready) return new ServerProcess(process, logging, ready);
            }

            await logging;
            var last = File.ReadLines(log).LastOrDefault() ?? "it said nothing";
            throw new StartupException($"The {role} in {data} did not start: {last}");
        }
        catch
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // Asked first, so that it closes its database; made to when it does not.
            if (OperatingSystem.IsWindows() || Signal(_process.Id, Terminate) != 0) _process.Kill();
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await _logging;
        _process.Dispose();
    }

    private static async Task LogAsync(Process process, string path)
    {
        await using var file = new StreamWriter(path, append: true);
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            await file.WriteLineAsync(line);
            await file.FlushAsync();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
