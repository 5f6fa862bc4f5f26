using System.Buffers.Binary;

namespace Hotline.Transcript;

/// <summary>Up to 256 entries in one file, each behind its length of two bytes, big-endian (C2SP tlog-tiles).</summary>
public static class EntryBundle
{
    /// <summary>Largest entry in bytes.</summary>
    public const int MaxEntrySize = ushort.MaxValue;

    /// <summary>Largest bundle in bytes.</summary>
    public const int MaxSize = TileId.FullWidth * (2 + MaxEntrySize);

    /// <exception cref="ArgumentException">More than 256 entries, or one that is too large.</exception>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (entries.Count > TileId.FullWidth) throw new ArgumentException("A bundle holds at most 256 entries.", nameof(entries));
        var bundle = new byte[entries.Sum(entry => 2 + entry.Length)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            if (entry.Length > MaxEntrySize) throw new ArgumentException("An entry has at most 65,535 bytes.", nameof(entries));
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }

        return bundle;
    }

    /// <param name="count">How many entries it must hold.</param>
    /// <exception cref="NoteException">More, fewer or cut entries.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> bundle, int count)
    {
        var entries = new List<ReadOnlyMemory<byte>>(count);
        var rest = bundle;
        while (!rest.IsEmpty)
        {
            if (rest.Length < 2) throw new NoteException("A bundle ends within a length.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest.Span);
            if (rest.Length < 2 + length) throw new NoteException("A bundle ends within an entry.");
            if (entries.Count == count) throw new NoteException($"A bundle holds more than {count} entries.");
            entries.Add(rest.Slice(2, length));
            rest = rest[(2 + length)..];
        }

        return entries.Count == count ? entries : throw new NoteException($"A bundle holds {entries.Count} entries, not {count}.");
    }
}
