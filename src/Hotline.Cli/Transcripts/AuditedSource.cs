using System.Globalization;
using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary>Shows every entry to a judge while the log is read for checking its hashes, so that both see the same bytes.</summary>
internal sealed class AuditedSource(ILogSource source, Func<ReadOnlyMemory<byte>, string?> judge) : ILogSource
{
    /// <summary>After so many faults the rest says nothing new.</summary>
    private const int MaxFaults = 100;
    private readonly List<LogFault> _faults = [];

    public IReadOnlyList<LogFault> Faults => _faults;

    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var content = await source.ReadAsync(path, cancellationToken);
        if (content is not null && TilePath.TryParse(path, out var tile) && tile.IsEntries) Judge(content, tile);
        return content;
    }

    private void Judge(byte[] bundle, TilePath tile)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> entries;
        try
        {
            entries = EntryBundle.Read(bundle, tile.Width);
        }
        catch (NoteException)
        {
            // Whoever checks the hashes says so.
            return;
        }

        for (var at = 0; at < entries.Count && _faults.Count < MaxFaults; at++)
        {
            var index = (tile.Id.Index * TileId.FullWidth) + (ulong)at;
            if (judge(entries[at]) is { } rule)
                _faults.Add(new LogFault(string.Create(CultureInfo.InvariantCulture, $"entry {index}"), rule));
        }
    }
}
