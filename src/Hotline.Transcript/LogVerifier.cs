using System.Globalization;
using System.Runtime.CompilerServices;

namespace Hotline.Transcript;

/// <summary>One thing about a log that does not hold.</summary>
/// <param name="Where">Path of the file.</param>
/// <param name="Rule">What it breaks.</param>
public sealed record LogFault(string Where, string Rule);

/// <summary>What checking a log found.</summary>
/// <param name="Checkpoint">Null when its signatures do not hold or there is none.</param>
/// <param name="Entries">Entries whose hashes were computed anew.</param>
/// <param name="IsWhole">False when entries were not open to this reader, so that only hashes were checked.</param>
/// <param name="Faults">Empty when everything holds.</param>
public sealed record LogReport(Checkpoint? Checkpoint, ulong Entries, bool IsWhole, IReadOnlyList<LogFault> Faults)
{
    public bool Holds => Checkpoint is not null && Faults.Count == 0;
}

/// <summary>Checks a whole log from outside: computes leaves, tiles and root anew and compares them with the signed checkpoint.</summary>
public static class LogVerifier
{
    /// <summary>After so many faults a log is not worth reading on.</summary>
    private const int MaxFaults = 100;

    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <exception cref="LogSourceException">The log cannot be read.</exception>
    public static async Task<LogReport> VerifyAsync(ILogSource source, CheckpointVerifier log, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var faults = new List<LogFault>();
        Checkpoint checkpoint;
        try
        {
            var note = await source.ReadAsync("checkpoint", cancellationToken);
            if (note is null) return new LogReport(null, 0, false, [new LogFault("checkpoint", "it is missing: the log is empty or not there")]);
            checkpoint = log.Verify(note);
        }
        catch (NoteException malformed)
        {
            return new LogReport(null, 0, false, [new LogFault("checkpoint", malformed.Message)]);
        }

        var tree = new Rebuilt(source, checkpoint.Size, faults);
        var bundles = (checkpoint.Size + TileId.FullWidth - 1) / TileId.FullWidth;
        for (ulong bundle = 0; bundle < bundles && faults.Count < MaxFaults; bundle++)
        {
            await tree.AddAsync(bundle, cancellationToken);
            progress?.Report((bundle + 1) / (double)bundles);
        }

        if (faults.Count < MaxFaults && tree.Root != checkpoint.Root) faults.Add(new LogFault("checkpoint", "its root is not that of the leaves"));
        return new LogReport(checkpoint, tree.Entries, tree.IsWhole, faults);
    }

    /// <summary>The entries in order, without checking them.</summary>
    /// <exception cref="LogSourceException">The log cannot be read, or its entries are not open to this reader.</exception>
    /// <exception cref="NoteException">A bundle is malformed.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadEntriesAsync(ILogSource source, ulong size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (ulong start = 0; start < size; start += TileId.FullWidth)
        {
            var width = (int)Math.Min(TileId.FullWidth, size - start);
            var path = new TilePath(new TileId(0, start / TileId.FullWidth), IsEntries: true, width).ToString();
            var bundle = await source.ReadAsync(path, cancellationToken) ?? throw new LogSourceException($"{path} is missing.");
            foreach (var entry in EntryBundle.Read(bundle, width)) yield return entry;
        }
    }

    /// <summary>The tree as its leaves give it, compared with the published tiles on the way.</summary>
    private sealed class Rebuilt(ILogSource source, ulong size, List<LogFault> faults)
    {
        private TreeEdge _edge = TreeEdge.Empty;

        public ulong Entries { get; private set; }

        public bool IsWhole { get; private set; } = true;

        public TreeHash Root => _edge.Root;

        public async Task AddAsync(ulong bundle, CancellationToken cancellationToken)
        {
            var width = (int)Math.Min(TileId.FullWidth, size - (bundle * TileId.FullWidth));
            var leaves = await ReadEntriesAsync(bundle, width, cancellationToken) ?? await ReadHashesAsync(bundle, width, cancellationToken);
            if (leaves is null) return;
            (_edge, var tiles) = _edge.Append(leaves);
            foreach (var tile in tiles) await CompareAsync(tile, cancellationToken);
        }

        private async Task<IReadOnlyList<TreeHash>?> ReadEntriesAsync(ulong bundle, int width, CancellationToken cancellationToken)
        {
            if (!IsWhole) return null;
            var path = new TilePath(new TileId(0, bundle), IsEntries: true, width).ToString();
            try
            {
                if (await source.ReadAsync(path, cancellationToken) is not { } content)
                {
                    faults.Add(new LogFault(path, "it is missing"));
                    return null;
                }

                var entries = EntryBundle.Read(content, width);
                Entries += (ulong)entries.Count;
                return [.. entries.Select(entry => TreeHash.OfLeaf(entry.Span))];
            }
            catch (LogSourceException refused) when (refused.IsForbidden)
            {
                IsWhole = false;
                return null;
            }
            catch (NoteException malformed)
            {
                faults.Add(new LogFault(path, malformed.Message));
                return null;
            }
        }

        private async Task<IReadOnlyList<TreeHash>?> ReadHashesAsync(ulong bundle, int width, CancellationToken cancellationToken)
        {
            var path = new TilePath(new TileId(0, bundle), IsEntries: false, width).ToString();
            if (await source.ReadAsync(path, cancellationToken) is { } hashes && hashes.Length == width * TreeHash.Size)
                return [.. Enumerable.Range(0, width).Select(at => new TreeHash(hashes.AsSpan(at * TreeHash.Size, TreeHash.Size)))];
            faults.Add(new LogFault(path, "it is missing or has another size"));
            return null;
        }

        /// <summary>A tile that is as far as it will ever be in this tree must be published as it was computed.</summary>
        private async Task CompareAsync(ChangedTile tile, CancellationToken cancellationToken)
        {
            var width = tile.Hashes.Length / TreeHash.Size;
            var final = (size >> (TileId.Height * tile.Id.Level)) - (tile.Id.Index * TileId.FullWidth);
            if ((ulong)width < Math.Min(final, TileId.FullWidth)) return;
            var path = new TilePath(tile.Id, IsEntries: false, width).ToString();
            var published = await source.ReadAsync(path, cancellationToken);
            if (published is null) faults.Add(new LogFault(path, "it is missing"));
            else if (!published.AsSpan().SequenceEqual(tile.Hashes.Span)) faults.Add(new LogFault(path, string.Create(CultureInfo.InvariantCulture, $"its hashes are not those of the level below")));
        }
    }
}
