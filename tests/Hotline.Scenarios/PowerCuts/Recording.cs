using System.Buffers.Binary;
using System.Text;

namespace Hotline.Scenarios.PowerCuts;

internal enum Call
{
    Opened = 1,
    Written,
    Resized,
    SyncBegan,
    SyncEnded,
    Renamed,
    Removed,
    Linked,
    MadeDirectory,
    Unknown,
    Sent,
}

[Flags]
internal enum CallFlags
{
    None = 0,
    Created = 1,
    Emptied = 2,
    Directory = 4,
}

/// <summary>One thing that a process did, after it succeeded; something sent, before.</summary>
/// <param name="Time">CLOCK_MONOTONIC of this machine in nanoseconds, the same for all processes.</param>
/// <param name="Offset">Of a write; the new size where a file was resized.</param>
/// <param name="Content">What was written or sent (the first 4 KiB), or paths with a zero between them.</param>
internal sealed record RecordedCall(Call Call, CallFlags Flags, ulong Time, ulong Inode, long Offset, uint Thread, ReadOnlyMemory<byte> Content)
{
    private const uint Magic = 0x52435244;
    private const int HeaderSize = 40;

    public string Path => Encoding.UTF8.GetString(Content.Span);

    /// <summary>Of a rename or link.</summary>
    public (string From, string To) Paths => Path.Split('\0') is [var from, var to] ? (from, to) : throw new InvalidDataException("A rename has two paths.");

    /// <summary>Reads the calls of a run; the last one may be broken off, where the process was killed while writing it down.</summary>
    /// <exception cref="InvalidDataException">Not a recording, or of a call that nobody can replay.</exception>
    public static IEnumerable<RecordedCall> ReadAll(string file)
    {
        if (!File.Exists(file)) yield break;
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(file);
        while (rest.Length >= HeaderSize)
        {
            var header = rest.Span[..HeaderSize];
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic) throw new InvalidDataException($"{file} is no recording.");
            var length = BinaryPrimitives.ReadInt32LittleEndian(header[36..]);
            if (rest.Length < HeaderSize + length) yield break;
            var call = new RecordedCall(
                (Call)BinaryPrimitives.ReadUInt16LittleEndian(header[4..]), (CallFlags)BinaryPrimitives.ReadUInt16LittleEndian(header[6..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
                BinaryPrimitives.ReadInt64LittleEndian(header[24..]), BinaryPrimitives.ReadUInt32LittleEndian(header[32..]), rest.Slice(HeaderSize, length));
            if (call.Call == Call.Unknown) throw new InvalidDataException($"The program called {call.Path}, which the recorder cannot replay.");
            yield return call;
            rest = rest[(HeaderSize + length)..];
        }
    }
}
