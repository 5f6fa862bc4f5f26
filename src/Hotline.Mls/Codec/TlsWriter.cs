using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline.Mls;

/// <summary>Writes the presentation language of MLS (RFC 9420, section 2.1). Its buffers are zeroed: some of what is written is secret.</summary>
internal sealed class TlsWriter
{
    /// <summary>Longest vector that a length can express (section 2.1.2).</summary>
    private const int MaxVectorSize = (1 << 30) - 1;

    private byte[] _buffer = new byte[256];
    private int _size;

    public TlsWriter Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public TlsWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Room(sizeof(ushort)), value);
        return this;
    }

    public TlsWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Room(sizeof(uint)), value);
        return this;
    }

    public TlsWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Room(sizeof(ulong)), value);
        return this;
    }

    /// <summary>Bytes without a length.</summary>
    public TlsWriter Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        return this;
    }

    public TlsWriter Length(int length)
    {
        if (length > MaxVectorSize) throw MlsException.Malformed($"A vector of {length} bytes is longer than its length can express.");
        return length switch
        {
            < 1 << 6 => Byte((byte)length),
            < 1 << 14 => UInt16((ushort)(length | (1 << 14))),
            _ => UInt32((uint)length | (2u << 30)),
        };
    }

    /// <summary>opaque&lt;V&gt;.</summary>
    public TlsWriter Opaque(ReadOnlySpan<byte> bytes) => Length(bytes.Length).Raw(bytes);

    public TlsWriter Opaque(ReadOnlyMemory<byte> bytes) => Opaque(bytes.Span);

    public TlsWriter Value<T>(T value)
        where T : IWire<T>
    {
        value.Write(this);
        return this;
    }

    public TlsWriter Optional<T>(T? value)
        where T : class, IWire<T> => value is null ? Byte(0) : Byte(1).Value(value);

    public TlsWriter List<T>(IReadOnlyList<T> items)
        where T : IWire<T>
    {
        var start = _size;
        foreach (var item in items) item.Write(this);
        return Enclose(start);
    }

    /// <summary>A vector of optional structs: optional&lt;T&gt;&lt;V&gt;.</summary>
    public TlsWriter Optionals<T>(IReadOnlyList<T?> items)
        where T : class, IWire<T>
    {
        var start = _size;
        foreach (var item in items) Optional(item);
        return Enclose(start);
    }

    public TlsWriter UInt16List(IReadOnlyList<ushort> items)
    {
        Length(items.Count * sizeof(ushort));
        foreach (var item in items) UInt16(item);
        return this;
    }

    public TlsWriter UInt32List(IReadOnlyList<uint> items)
    {
        Length(items.Count * sizeof(uint));
        foreach (var item in items) UInt32(item);
        return this;
    }

    /// <summary>What was written, and zeroes the buffer.</summary>
    public byte[] ToArrayAndClear()
    {
        var written = _buffer[.._size];
        CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _size));
        _size = 0;
        return written;
    }

    /// <summary>Puts the length before what was written since a position.</summary>
    private TlsWriter Enclose(int start)
    {
        var length = _size - start;
        var headerSize = length switch { < 1 << 6 => 1, < 1 << 14 => 2, _ => 4 };
        Room(headerSize);
        _buffer.AsSpan(start, length).CopyTo(_buffer.AsSpan(start + headerSize));
        var end = _size;
        _size = start;
        Length(length);
        _size = end;
        return this;
    }

    private Span<byte> Room(int size)
    {
        var needed = checked(_size + size);
        if (needed > _buffer.Length)
        {
            var larger = new byte[Math.Max(needed, (int)Math.Min(2L * _buffer.Length, Array.MaxLength))];
            _buffer.AsSpan(0, _size).CopyTo(larger);
            CryptographicOperations.ZeroMemory(_buffer);
            _buffer = larger;
        }

        var room = _buffer.AsSpan(_size, size);
        _size = needed;
        return room;
    }
}
