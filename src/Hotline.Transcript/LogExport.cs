using Hotline.Cryptography;

namespace Hotline.Transcript;

/// <summary>Writes a whole log as files in the layout of C2SP tlog-tiles. Files never change: an existing one that differs stops the export.</summary>
public static class LogExport
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <returns>The exported checkpoint.</returns>
    /// <exception cref="LogSourceException">The log cannot be read, or lacks a file.</exception>
    /// <exception cref="NoteException">Its checkpoint is malformed.</exception>
    /// <exception cref="IOException">A file exists and differs: this is another log, or a forked one.</exception>
    public static async Task<Checkpoint> WriteAsync(ILogSource source, string directory, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var note = await source.ReadAsync("checkpoint", cancellationToken) ?? throw new LogSourceException("The log has no checkpoint yet.");
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(note).Text);
        Directory.CreateDirectory(directory);
        // Listed one by one: the size is what the source says and may be any.
        var (written, all) = (0UL, CountOf(checkpoint.Size));
        foreach (var path in FilesOf(checkpoint.Size).Select(file => file.ToString()))
        {
            Keep(directory, path, await source.ReadAsync(path, cancellationToken) ?? throw new LogSourceException($"{path} is missing."));
            progress?.Report(++written / (double)all);
        }

        // Last, so that whoever reads it finds all it speaks of. It is the one file that is replaced.
        DurableFile.Replace(Path.Combine(directory, "checkpoint"), note, ReadOnly | UnixFileMode.UserWrite);
        return checkpoint;
    }

    /// <summary>Tiles and bundles of a tree of that size.</summary>
    private static IEnumerable<TilePath> FilesOf(ulong size)
    {
        for (var (level, nodes) = (0, size); nodes > 0; level++, nodes >>= TileId.Height)
        {
            for (ulong index = 0; index * TileId.FullWidth < nodes; index++)
            {
                var width = (int)Math.Min(TileId.FullWidth, nodes - (index * TileId.FullWidth));
                yield return new TilePath(new TileId(level, index), IsEntries: false, width);
                if (level == 0) yield return new TilePath(new TileId(0, index), IsEntries: true, width);
            }
        }
    }

    /// <summary>Bundles, and tiles of every level.</summary>
    private static ulong CountOf(ulong size)
    {
        var count = TilesOver(size);
        for (var nodes = size; nodes > 0; nodes >>= TileId.Height) count += TilesOver(nodes);
        return count;
    }

    private static ulong TilesOver(ulong nodes) => (nodes + TileId.FullWidth - 1) / TileId.FullWidth;

    private static void Keep(string directory, string path, byte[] content)
    {
        var file = Path.Combine(directory, path.Replace('/', Path.DirectorySeparatorChar));
        if (File.Exists(file))
        {
            if (File.ReadAllBytes(file).AsSpan().SequenceEqual(content)) return;
            throw new IOException($"{file} exists and differs: this is another log, or a forked one. Keep both copies.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        DurableFile.Create(file, content, ReadOnly);
    }
}
