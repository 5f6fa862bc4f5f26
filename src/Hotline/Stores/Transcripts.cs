namespace Hotline.Stores;

/// <summary>Signs the checkpoint of a log: called inside the transaction that writes the tree it speaks of.</summary>
/// <param name="size">Leaves in the tree.</param>
/// <returns>The checkpoint note (C2SP tlog-checkpoint) with the log's signature lines.</returns>
public delegate byte[] SignCheckpoint(ulong size, Digest root);

/// <summary>Head of a log as committed.</summary>
/// <param name="Note">The signed checkpoint.</param>
public sealed record LogHead(ulong Size, Digest Root, ReadOnlyMemory<byte> Note);

/// <summary>Reads the one transcript of a hub's or node's database. Every read is of committed state.</summary>
public interface ITranscriptStore
{
    /// <summary>The newest checkpoint; null before the first batch.</summary>
    LogHead? ReadHead();

    /// <summary>Hashes of a tile, 32 bytes each, at least as many as the newest tree has there; a smaller tree's are a prefix.</summary>
    /// <returns>Empty when the tree has no such tile.</returns>
    ReadOnlyMemory<byte> ReadTile(int level, ulong index);

    /// <summary>Up to <paramref name="count"/> entries from <paramref name="start"/>, in order.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> ReadEntries(ulong start, int count);

    /// <summary>Index of the leaf with that hash; null when the log has none.</summary>
    ulong? FindLeaf(Digest leafHash);
}
