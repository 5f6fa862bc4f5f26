using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.TestData;

/// <summary>A party's transcript that a test fills as it likes: the tree is always right, the entries need not be.</summary>
internal sealed class LogInMemory(CheckpointSigner signer) : ITranscriptStore
{
    private readonly List<ReadOnlyMemory<byte>> _entries = [];
    private readonly Dictionary<(int, ulong), ReadOnlyMemory<byte>> _tiles = [];
    private TreeEdge _edge = TreeEdge.Empty;
    private LogHead? _head;

    public ulong Append(params ReadOnlyMemory<byte>[] entries)
    {
        var first = (ulong)_entries.Count;
        _entries.AddRange(entries);
        (_edge, var tiles) = _edge.Append([.. entries.Select(entry => TreeHash.OfLeaf(entry.Span))]);
        foreach (var tile in tiles) _tiles[(tile.Id.Level, tile.Id.Index)] = tile.Hashes;
        _head = new LogHead(_edge.Size, new Digest(_edge.Root.ToArray()), signer.Sign(_edge.Size, _edge.Root, new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
        return first;
    }

    public LogHead? ReadHead() => _head;

    public ReadOnlyMemory<byte> ReadTile(int level, ulong index) => _tiles.GetValueOrDefault((level, index));

    public IReadOnlyList<ReadOnlyMemory<byte>> ReadEntries(ulong start, int count) => _entries.Skip((int)start).Take(count).ToArray();

    public ulong? FindLeaf(Digest leafHash) => null;
}
