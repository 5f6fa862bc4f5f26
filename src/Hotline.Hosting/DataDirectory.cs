using System.Globalization;
using Hotline.Cryptography;

namespace Hotline.Hosting;

/// <summary>The directory of one hub or node, made by <c>hotline init</c>: keys, certificates, rosters, settings, database.</summary>
public sealed class DataDirectory
{
    /// <summary>ENOSPC, EROFS and EDQUOT: what a disk says that takes nothing, as against a lock that another process has.</summary>
    private const int NoSpace = 28, ReadOnlyFileSystem = 30, QuotaExceeded = 122;

    private DataDirectory(string path) => Path = path;

    public string Path { get; }

    public string SettingsFile => In("hotline.json");

    public string Entry => In("entry.json");

    /// <summary>Folder of signed rosters.</summary>
    public string Rosters => In("roster");

    public string HubDatabase => In("hub.db");

    public string NodeDatabase => In("node.db");

    /// <exception cref="StartupException">There is no such directory.</exception>
    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return Directory.Exists(full) ? new DataDirectory(full) : throw new StartupException($"{full} does not exist: make it with 'hotline init --data {full}'.");
    }

    /// <summary>An encrypted private key.</summary>
    /// <param name="name"><c>tls</c>, <c>log</c>, <c>desk</c> and so on.</param>
    public string Key(string name) => System.IO.Path.Combine(Path, "keys", name + ".key");

    /// <summary>Certificates in PEM, leaf first.</summary>
    public string Certificate(string name) => System.IO.Path.Combine(Path, "certs", name + ".pem");

    /// <summary>Keeps this directory for this process until disposed.</summary>
    /// <exception cref="StartupException">Another process has it, or others than its owner may enter it.</exception>
    public IDisposable Lock()
    {
        RequirePrivate(Path);
        var path = In("lock");
        try
        {
            // FileShare.None is an advisory lock of the whole file: the operating system lifts it when the process ends, however it ends.
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = DurableFile.Private;
            var file = new FileStream(path, options);
            // In a file of its own, because nobody else can open the locked one.
            File.WriteAllText(In("process"), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return file;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StartupException($"{Path} cannot be written: run as its owner.", denied);
        }
        catch (IOException unwritable) when (unwritable.HResult is NoSpace or ReadOnlyFileSystem or QuotaExceeded)
        {
            throw new StartupException($"{Path} cannot be written: {unwritable.Message.TrimEnd('.')}.", unwritable);
        }
        catch (IOException taken)
        {
            throw new StartupException($"{Path} is in use by {Holder()}: stop it first, or name another directory with --data.", taken);
        }
    }

    /// <summary>Keys, database and operator's socket are closed to others by the directory that they are in.</summary>
    internal static void RequirePrivate(string folder)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & others) == 0) return;
        throw new StartupException($"{folder} is open to others than its owner: close it with 'chmod 700 {folder}'.");
    }

    private string Holder()
    {
        try
        {
            return int.TryParse(File.ReadAllText(In("process")), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? string.Create(CultureInfo.InvariantCulture, $"process {id}")
                : "another process";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
