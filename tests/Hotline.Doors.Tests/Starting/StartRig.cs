using System.Diagnostics;
using Hotline.Hosting;
using Hotline.Storage;
using Hotline.TestData;

namespace Hotline.Doors.Tests.Starting;

/// <summary>A data directory with its database, of the hub or of alba's node, before anything runs on it.</summary>
internal sealed class StartRig : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<IDisposable> _held = [];
    private string? _mounted;

    private StartRig(Enrolled enrolled, string role, string directory) => (Enrolled, Role, Directory) = (enrolled, role, directory);

    public Enrolled Enrolled { get; }

    public string Role { get; }

    /// <summary>May be set to another one by what is prepared.</summary>
    public string Directory { get; set; }

    public string Database => Path.Combine(Directory, Role + ".db");

    public string PassphraseFile { get; set; } = "";

    public static async Task<StartRig> CreateAsync(Enrolled enrolled, string role)
    {
        var directory = enrolled.Network.Copy(role == "hub" ? Network<Real>.HubName : "alba");
        var settings = HotlineSettings.Load(directory);
        // Free ports, so that only the rows about ports meet one that is taken.
        (settings with { Listen = "127.0.0.1:0", Taxii = settings.Taxii is { } taxii ? taxii with { Listen = "127.0.0.1:0" } : null }).Save(directory);
        if (role == "hub") await StorageServices.OpenSqliteHub(directory.HubDatabase, default(Real)).Database.DisposeAsync();
        else await StorageServices.OpenSqliteNode(directory.NodeDatabase, default(Real)).Database.DisposeAsync();
        var rig = new StartRig(enrolled, role, directory.Path) { PassphraseFile = Path.Combine(directory.Path, "..", Path.GetFileName(directory.Path) + ".pass") };
        await File.WriteAllBytesAsync(rig.PassphraseFile, Network<Real>.Passphrase);
        return rig;
    }

    public string In(params string[] parts) => Path.Combine([Directory, .. parts]);

    /// <summary>Stays until the row is done.</summary>
    public void Hold(IDisposable held) => _held.Add(held);

    /// <summary>The same directory on a disk of its own, of that many KiB.</summary>
    public async Task MoveToDiskAsync(int size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "not installed: the right to mount a disk of its own");
        var disk = System.IO.Directory.CreateTempSubdirectory("hotline-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}k,mode=700", "none", disk);
        _mounted = disk;
        await RunAsync("cp", "-a", Directory + "/.", disk);
        Directory = disk;
    }

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", _mounted!);

    /// <summary>Runs hub, node or command line until it ends.</summary>
    public async Task<(int Code, string[] Complaints)> StartAsync(params string[] arguments) => await EndOf(Start("dotnet", [ProgramOf(Role), .. arguments]));

    public Task<(int Code, string[] Complaints)> StartAsync() => StartAsync("--data", Directory, "--passphrase-file", PassphraseFile);

    public static Task<(int Code, string[] Complaints)> CommandAsync(params string[] arguments) => EndOf(Start("dotnet", [ProgramOf("cli"), .. arguments]));

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held) held.Dispose();
        File.Delete(PassphraseFile);
        if (_mounted is null) return;
        await RunAsync("umount", _mounted);
        System.IO.Directory.Delete(_mounted);
    }

    private static string ProgramOf(string role) => Path.Combine(AppContext.BaseDirectory, role switch { "hub" => "Hotline.Hub.dll", "node" => "Hotline.Node.dll", _ => "Hotline.Cli.dll" });

    private static Process Start(string program, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true,
    })!;

    private static async Task<(int Code, string[] Complaints)> EndOf(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var complaints = process.StandardError.ReadToEndAsync();
            try
            {
                await process.WaitForExitAsync().WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            await output;
            // Lines of JSON are the log's: a node tells of its hub before it finds that it cannot listen.
            return (process.ExitCode, [.. (await complaints).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '{')]);
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (code, complaints) = await EndOf(Start(program, arguments));
        if (code != 0) throw new IOException($"{program} failed: {string.Join(' ', complaints)}");
    }
}
