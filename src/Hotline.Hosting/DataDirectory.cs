using System.Globalization;

namespace Hotline.Hosting;

/// <summary>The directory of one hub or node, made by <c>hotline init</c>: keys, certificates, rosters, settings, database.</summary>
public sealed class DataDirectory
{
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
    /// <exception cref="StartupException">Another process has it.</exception>
    public IDisposable Lock()
    {
        var path = In("lock");
        try
        {
            // FileShare.None is an advisory lock of the whole file: the operating system lifts it when the process ends, however it ends.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            file.Flush();
            return file;
        }
        catch (IOException taken)
        {
            throw new StartupException($"{Path} is in use by another process: stop it first, or name another directory with --data.", taken);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
