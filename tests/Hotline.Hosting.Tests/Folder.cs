namespace Hotline.Hosting.Tests;

/// <summary>A folder of its own for a test, closed to others.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-hosting-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public DataDirectory Data => DataDirectory.Open(Path);

    public void Dispose() => _folder.Delete(recursive: true);
}
