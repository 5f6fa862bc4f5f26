using System.Runtime.InteropServices;

namespace Hotline.Cryptography;

/// <summary>Files that are on disk when the call returns, or not there at all.</summary>
public static partial class DurableFile
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Owner may read and write, nobody else anything.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that must not exist yet: beside it first, synced, then named, then its directory synced.</summary>
    /// <param name="mode">Permissions from the first moment on; ignored on Windows.</param>
    /// <exception cref="IOException">It exists, or the disk does not take it.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Private)
    {
        if (File.Exists(path)) throw new IOException($"{path} exists already.");
        Write(path, content, mode, overwrite: false);
    }

    /// <summary>Replaces a file whole, or writes it anew: a reader sees the old content or the new.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content, UnixFileMode mode = Private) => Write(path, content, mode, overwrite: true);

    /// <summary>Makes names in a directory durable. A rename without it may be forgotten by a power cut.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0) throw new IOException($"{path} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        try
        {
            if (Fsync(descriptor) != 0) throw new IOException($"{path} cannot be synced: error {Marshal.GetLastPInvokeError()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode mode, bool overwrite)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
