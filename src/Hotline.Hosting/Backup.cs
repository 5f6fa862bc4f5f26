using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Hosting;

/// <summary>A data directory in one tar file: the database as one consistent copy, keys still encrypted, and SHA256SUMS over all of it.</summary>
public static class Backup
{
    /// <summary>First entry of the file, in the form of <c>sha256sum</c>.</summary>
    public const string Sums = "SHA256SUMS";

    private static readonly string[] Folders = ["keys", "certs", "roster"];

    /// <param name="database">Name of the database in the directory.</param>
    /// <param name="copyDatabaseAsync">Writes a consistent copy to a new file.</param>
    /// <exception cref="IOException">The target exists or cannot be written.</exception>
    public static async Task<BackupFile> WriteAsync(
        DataDirectory directory, string database, Func<string, CancellationToken, Task> copyDatabaseAsync, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(target)) throw new IOException($"{target} exists already.");
        var copy = Path.Combine(directory.Path, $"backup-{Environment.ProcessId}-{Guid.CreateVersion7():N}.db");
        var unfinished = target + ".tmp";
        try
        {
            await copyDatabaseAsync(copy, cancellationToken);
            var files = FilesOf(directory).Select(file => (Name: Path.GetRelativePath(directory.Path, file).Replace('\\', '/'), Path: file)).Append((database, copy)).ToArray();
            await using (var stream = Create(unfinished))
            {
                await WriteTarAsync(stream, files, cancellationToken);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target);
            DurableFile.SyncDirectory(Path.GetDirectoryName(target)!);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(unfinished);
        }

        await using var written = File.OpenRead(target);
        return new BackupFile(written.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken)));
    }

    private static IEnumerable<string> FilesOf(DataDirectory directory) =>
        Folders.Select(folder => Path.Combine(directory.Path, folder)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles)
            .Append(directory.SettingsFile).Append(directory.Entry).Where(File.Exists).Order(StringComparer.Ordinal);

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = DurableFile.Private;
        return new FileStream(path, options);
    }

    private static async Task WriteTarAsync(Stream stream, (string Name, string Path)[] files, CancellationToken cancellationToken)
    {
        var sums = new StringBuilder();
        foreach (var (name, path) in files)
        {
            await using var file = File.OpenRead(path);
            sums.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken))).Append("  ").Append(name).Append('\n');
        }

        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        using var sumsContent = new MemoryStream(Encoding.UTF8.GetBytes(sums.ToString()));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Sums) { DataStream = sumsContent, Mode = DurableFile.Private }, cancellationToken);
        foreach (var (name, path) in files)
        {
            await using var file = File.OpenRead(path);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = file, Mode = DurableFile.Private }, cancellationToken);
        }
    }
}
