using Hotline.Scenarios.Running;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>A server whose doings are written down, so that its power can be cut.</summary>
internal sealed class RecordedServer(Server server, string faultFile)
{
    private static readonly Loss[] Losses = [Loss.Everything, Loss.Everything, Loss.SomeWrites, Loss.SomeSectors, Loss.Nothing];
    private readonly List<string> _runs = [];
    private RecordedDisk? _before;

    public Server Server => server;

    /// <summary>While it is there, the server's disk fails.</summary>
    public string FaultFile => faultFile;

    /// <summary>Every call of every run, in order.</summary>
    public IEnumerable<RecordedCall> Calls => _runs.SelectMany(RecordedCall.ReadAll);

    /// <summary>A run begins: what lies on the disk now is safe.</summary>
    /// <returns>The file its recording goes to.</returns>
    public string Begin(string recording)
    {
        _before = new RecordedDisk(server.Directory.Path);
        _runs.Add(recording);
        return recording;
    }

    /// <summary>Kills the process and leaves of its disk what a power cut at this moment might leave.</summary>
    /// <returns>What was lost, for people.</returns>
    public async Task<string> CutPowerAsync(Dice dice, Loss? loss = null)
    {
        await server.KillAsync();
        var disk = Replay();
        var pending = disk.Live.Sum(file => file.Value.Pending);
        var chosen = loss ?? dice.Of(Losses);
        Write(disk.Cut(chosen, dice), dice);
        return $"{server.Name}: {chosen} of {pending} changes without sync";
    }

    /// <summary>The disk as the recording of the present or last run gives it.</summary>
    public RecordedDisk Replay()
    {
        var disk = _before!;
        foreach (var call in RecordedCall.ReadAll(_runs[^1])) disk.Replay(call);
        return disk;
    }

    private void Write(Dictionary<string, byte[]> files, Dice dice)
    {
        foreach (var path in Directory.EnumerateFiles(server.Directory.Path, "*", SearchOption.AllDirectories).Where(path => !files.ContainsKey(path))) File.Delete(path);
        foreach (var (path, content) in files)
        {
            // SQLite's index of its log lives in shared memory and is never synced: after a cut it is gone or holds anything.
            if (IsShared(path) && dice.OneIn(2)) File.Delete(path);
            else WritePrivate(path, IsShared(path) ? [.. content.Select(_ => (byte)dice.Next(256))] : content);
        }
    }

    /// <summary>From now on the disk answers each write or sync of a file with an error.</summary>
    /// <param name="what"><c>write</c> or <c>sync</c>.</param>
    public void Fail(string what, int error) => File.WriteAllText(faultFile, $"{what} {error}");

    /// <summary>From now on the disk is well.</summary>
    public void Mend() => File.Delete(faultFile);

    private static bool IsShared(string path) => path.EndsWith("-shm", StringComparison.Ordinal);

    private static void WritePrivate(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
