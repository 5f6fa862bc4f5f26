using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hotline.Cli.Demo;
using Hotline.Cli.Running;
using Hotline.TestData;

namespace Hotline.Scenarios.Running;

/// <summary>One run of a hub or node as a process of its own, which can be killed at any moment.</summary>
internal sealed partial class ServerRun : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Task _logging;

    private ServerRun(Process process, Task logging, ReadyLine ready) => (_process, _logging, Ready) = (process, logging, ready);

    public ReadyLine Ready { get; }

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it and waits until it accepts connections.</summary>
    /// <param name="role"><c>hub</c> or <c>node</c>.</param>
    /// <param name="log">File for what it writes to standard error.</param>
    /// <param name="environment">Beside this process's own.</param>
    /// <exception cref="ServerEndedException">It ended instead.</exception>
    public static async Task<ServerRun> StartAsync(
        string role, string data, string passphraseFile, string log, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(ProgramOf(role), ServerProgram.ArgumentsFor(data, passphraseFile))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in ServerProgram.Environment()) start.Environment[name] = value;
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        var logging = LogAsync(process, log);
        try
        {
            if (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
                return new ServerRun(process, logging, JsonSerializer.Deserialize(line, DemoJson.Default.ReadyLine)!);
            await process.WaitForExitAsync(cancellationToken);
            await logging;
            throw new ServerEndedException(process.ExitCode, File.ReadLines(log).LastOrDefault() ?? "");
        }
        catch
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL: the process has no say in it. Returns when it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a supervisor does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        _ = Signal(_process.Id, Terminate);
        return await ExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        await _logging;
        _process.Dispose();
    }

    private static string ProgramOf(string role) => Path.Combine(
        SharedData.Checkout, "src", "Hotline.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", role, role == "hub" ? "Hotline.Hub" : "Hotline.Node");

    private static async Task LogAsync(Process process, string path)
    {
        await using var file = new StreamWriter(path, append: true) { AutoFlush = true };
        while (await process.StandardError.ReadLineAsync() is { } line) await file.WriteLineAsync(line);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}

/// <summary>A hub or node ended before it accepted connections.</summary>
internal sealed class ServerEndedException(int code, string sentence) : Exception($"It ended with {code}: {sentence}")
{
    public int Code => code;

    public string Sentence => sentence;
}
