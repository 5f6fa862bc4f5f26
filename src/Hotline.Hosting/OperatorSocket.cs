using System.Security.Cryptography;
using System.Text;

namespace Hotline.Hosting;

/// <summary>Where the command line reaches a running hub or node of this machine.</summary>
public static class OperatorSocket
{
    /// <summary>Longest path of a Unix domain socket, with room for the system's own limit of 104 to 108 bytes.</summary>
    private const int MaxPath = 100;

    /// <summary><c>operator.sock</c> in the data directory, or a short path of the same user where that would be too long.</summary>
    public static string PathFor(string dataDirectory)
    {
        var full = Path.GetFullPath(dataDirectory);
        var inside = Path.Combine(full, "operator.sock");
        if (Encoding.UTF8.GetByteCount(inside) <= MaxPath) return inside;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)).AsSpan(0, 12));
        return Path.Combine(ShortFolder(), name + ".sock");
    }

    /// <summary>Makes the socket's folder, for its owner only, and removes what a killed process left.</summary>
    /// <exception cref="StartupException">Others than its owner may enter the folder.</exception>
    internal static string Prepare(string dataDirectory)
    {
        var path = PathFor(dataDirectory);
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        DataDirectory.RequirePrivate(folder);
        // The lock of the data directory says that nobody else listens here.
        File.Delete(path);
        return path;
    }

    /// <summary>A folder that only the user can have made: in a temporary directory somebody else might listen in our place.</summary>
    private static string ShortFolder()
    {
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime) return Path.Combine(runtime, "hotline");
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".hotline", "run");
    }
}
