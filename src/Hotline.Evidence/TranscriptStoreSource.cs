using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>A node's database read as a C2SP log: checkpoint, tiles and entry bundles by their paths.</summary>
/// <remarks>A partial tile is a prefix of what is stored, so each width ever published stays readable.</remarks>
public sealed class TranscriptStoreSource(ITranscriptStore transcript) : ILogSource
{
    private const int EntriesInBundle = 256;

    public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(Read(path));

    private byte[]? Read(string path)
    {
        if (path == "checkpoint") return transcript.ReadHead()?.Note.ToArray();
        if (!TilePath.TryParse(path, out var tile)) return null;
        return tile.IsEntries ? ReadBundle(tile) : ReadTile(tile);
    }

    private byte[]? ReadTile(TilePath tile)
    {
        var hashes = transcript.ReadTile(tile.Id.Level, tile.Id.Index);
        var size = tile.Width * TreeHash.Size;
        return hashes.Length >= size ? hashes[..size].ToArray() : null;
    }

    private byte[]? ReadBundle(TilePath tile)
    {
        var entries = transcript.ReadEntries(tile.Id.Index * EntriesInBundle, tile.Width);
        return entries.Count == tile.Width ? EntryBundle.Write(entries) : null;
    }
}
