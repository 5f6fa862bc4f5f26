using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

/// <summary>The program of another make: peer.mjs on ts-mls, one request and one answer for each line. It holds any number of members.</summary>
internal sealed class PeerProcess : IDisposable
{
    /// <summary>For one answer; only a program that hangs needs longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Of Node; what the packages ask for.</summary>
    private static readonly Version Oldest = new(20, 19);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private PeerProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Skips the calling test where Node or the packages are not installed.</summary>
    public static PeerProcess Start()
    {
        Assert.SkipUnless(InstalledNode() >= Oldest, $"not installed: Node {Oldest} or newer");
        var folder = Path.Combine(SharedData.Checkout, "tests", "Hotline.Mls.Tests", "Peer");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "ts-mls")), "not installed: ts-mls (npm ci in tests/Hotline.Mls.Tests/Peer)");
        return new PeerProcess(Process.Start(new ProcessStartInfo("node", ["peer.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <exception cref="PeerRefusedException">The peer says no.</exception>
    public JsonObject Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLineAsync().WaitAsync(Patience).GetAwaiter().GetResult()
            ?? throw new InvalidOperationException("The peer has ended: " + _errors.GetAwaiter().GetResult());
        var answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new PeerRefusedException($"{request["do"]}: {error}") : answer;
    }

    /// <summary>Null where there is none.</summary>
    private static Version? InstalledNode()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            var told = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return Version.TryParse(told.Trim().TrimStart('v'), out var version) ? version : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10))) _process.Kill();
        _process.Dispose();
    }
}

/// <summary>One program for all tests of a class, started by the first that needs it.</summary>
public sealed class APeer : IDisposable
{
    private PeerProcess? _process;

    internal PeerProcess Process => _process ??= PeerProcess.Start();

    public void Dispose() => _process?.Dispose();
}

/// <summary>The peer refuses what it was asked.</summary>
internal sealed class PeerRefusedException(string message) : Exception(message);
