using System.Diagnostics;
using Hotline.Hosting;

namespace Hotline.Scenarios.Disks;

/// <summary>A file system of a few MiB, mounted for one test.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly DirectoryInfo _folder;

    private SmallDisk(DirectoryInfo folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder.FullName, "ballast");

    /// <summary>Mounts it; the calling test is skipped by name where that is not allowed.</summary>
    public static SmallDisk Require(int mebibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "not allowed here: mounting a small file system");
        var folder = Directory.CreateTempSubdirectory("hotline-disk-");
        if (Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m,mode=700", "hotline-test", folder.FullName)) return new SmallDisk(folder);
        folder.Delete();
        Assert.Skip("not allowed here: mounting a small file system");
        throw new UnreachableException();
    }

    /// <summary>A copy of a data directory on this disk.</summary>
    public DataDirectory Place(DataDirectory directory)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var target = Directory.CreateDirectory(Path.Combine(_folder.FullName, "data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        foreach (var file in new DirectoryInfo(directory.Path).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(directory.Path, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }

        return DataDirectory.Open(target);
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "--lazy", _folder.FullName);
        _folder.Delete();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
