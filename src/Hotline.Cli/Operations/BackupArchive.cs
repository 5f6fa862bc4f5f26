using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hotline.Cli.Terminals;
using Hotline.Hosting;

namespace Hotline.Cli.Operations;

/// <summary>
/// A backup: a tar file whose first entry, <c>SHA256SUMS</c>, names every other file with its SHA-256, so that
/// <c>sha256sum -c</c> checks an unpacked one. Keys are in it as they are on disk, encrypted.
/// </summary>
internal static partial class BackupArchive
{
    private const string ManifestName = Backup.Sums;
    private const int MaxManifestSize = 16 * 1024 * 1024;
    private const string SettingsName = "hotline.json";

    /// <summary>Puts a backup into an empty directory. It becomes startable with the last step only, when every file is proven.</summary>
    /// <param name="archive">Foreign bytes until the manifest holds; not compressed, so it unpacks to no more than its own size.</param>
    /// <returns>Number of files.</returns>
    /// <exception cref="BackupException">Not a backup, or damaged: the directory is empty again.</exception>
    public static int Unpack(Stream archive, string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            using var reader = new TarReader(archive, leaveOpen: true);
            var waiting = ReadManifest(reader);
            var count = waiting.Count;
            while (reader.GetNextEntry() is { } entry)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!waiting.Remove(entry.Name, out var expected))
                    throw new BackupException($"The backup holds {entry.Name}, which its manifest does not name once.");
                UnpackFile(entry, directory, expected);
                progress.Report((double)archive.Position / archive.Length);
            }

            if (waiting.Count > 0) throw new BackupException($"The backup lacks {waiting.Keys.First()}.");
            if (!File.Exists(Unproven(directory))) throw new BackupException("The backup holds no settings: it is of no hub or node.");
            File.Move(Unproven(directory), Path.Combine(directory, SettingsName));
            Cryptography.DurableFile.SyncDirectory(directory);
            return count;
        }
        catch (Exception failed)
        {
            Empty(directory);
            // What the tar reader throws at bytes that are no tar file; a full disk is another matter.
            if (failed is InvalidDataException or FormatException or EndOfStreamException or OverflowException or ArgumentException)
                throw new BackupException($"This is no backup of Hotline: {failed.Message}", failed);
            throw;
        }
    }

    private static Dictionary<string, string> ReadManifest(TarReader reader)
    {
        if (reader.GetNextEntry() is not { Name: ManifestName, DataStream: { Length: <= MaxManifestSize } content })
            throw new BackupException($"This is no backup of Hotline: its first entry is not {ManifestName}.");
        using var text = new StreamReader(content, Encoding.Latin1);
        var files = new Dictionary<string, string>();
        while (text.ReadLine() is { } line)
        {
            var match = ManifestLine().Match(line);
            var (sum, name) = (match.Groups[1].Value, match.Groups[2].Value);
            if (!match.Success || !IsPlainPath(name) || !files.TryAdd(name, sum)) throw new BackupException("The backup's manifest is malformed.");
        }

        return files;
    }

    /// <summary>Names only what lies below: no absolute path, no way up, nothing hidden behind another system's separators.</summary>
    internal static bool IsPlainPath(string path) =>
        path.Length is > 0 and <= 512 && path.All(character => character is >= ' ' and <= '~' and not '\\' and not ':')
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    private static void UnpackFile(TarEntry entry, string directory, string expected)
    {
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
            throw new BackupException($"{entry.Name} is no plain file.");
        var path = Path.Combine(directory, entry.Name);
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = new FileStream(entry.Name == SettingsName ? Unproven(directory) : path, PrivateFile());
        var buffer = new byte[128 * 1024];
        while (entry.DataStream?.Read(buffer) is { } read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != expected)
            throw new BackupException($"{entry.Name} is damaged: its SHA-256 is another than the manifest's.");
        file.Flush(flushToDisk: true);
    }

    private static string Unproven(string directory) => Path.Combine(directory, SettingsName + ".restoring");

    private static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Cryptography.DurableFile.Private;
        return options;
    }

    private static void Empty(string directory)
    {
        foreach (var file in Directory.GetFiles(directory)) File.Delete(file);
        foreach (var folder in Directory.GetDirectories(directory)) Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"^([0-9a-f]{64})  ([^\r\n]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ManifestLine();
}
