using System.Buffers.Binary;

namespace Hotline.Mls;

/// <summary>Reads the presentation language of MLS (RFC 9420, section 2.1). Every read is bounded by the input; what is left over is an error.</summary>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public readonly int Remaining => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    /// <summary>A length in its fewest bytes: 1, 2 or 4 (section 2.1.2).</summary>
    public int ReadLength()
    {
        var first = ReadByte();
        var prefix = first >> 6;
        if (prefix == 3) throw MlsException.Malformed("A length begins with the bits 11.");
        var size = 1 << prefix;
        var value = first & 0x3f;
        for (var at = 1; at < size; at++) value = (value << 8) | ReadByte();
        if (prefix > 0 && value < 1 << ((8 * (size / 2)) - 2)) throw MlsException.Malformed("A length is not in its fewest bytes.");
        return value;
    }

    /// <summary>opaque&lt;V&gt;, in place.</summary>
    public ReadOnlySpan<byte> ReadVector() => Take(ReadLength());

    /// <summary>opaque&lt;V&gt;, copied.</summary>
    public byte[] ReadOpaque() => ReadVector().ToArray();

    public ReadOnlySpan<byte> ReadFixed(int size) => Take(size);

    /// <summary>A vector of structs: T&lt;V&gt;.</summary>
    public IReadOnlyList<T> ReadList<T>()
        where T : IWire<T>
    {
        var inner = new TlsReader(ReadVector());
        var items = new List<T>();
        while (!inner.IsEmpty) items.Add(T.Read(ref inner));
        return items;
    }

    /// <summary>uint16&lt;V&gt;.</summary>
    public IReadOnlyList<ushort> ReadUInt16List()
    {
        var inner = new TlsReader(ReadVector());
        var items = new List<ushort>(inner.Remaining / sizeof(ushort));
        while (!inner.IsEmpty) items.Add(inner.ReadUInt16());
        return items;
    }

    /// <summary>uint32&lt;V&gt;.</summary>
    public IReadOnlyList<uint> ReadUInt32List()
    {
        var inner = new TlsReader(ReadVector());
        var items = new List<uint>(inner.Remaining / sizeof(uint));
        while (!inner.IsEmpty) items.Add(inner.ReadUInt32());
        return items;
    }

    /// <summary>Whether an optional value follows (section 2.1.1).</summary>
    public bool ReadPresence() => ReadByte() switch
    {
        0 => false,
        1 => true,
        _ => throw MlsException.Malformed("An optional value is neither absent nor present."),
    };

    /// <summary>One struct.</summary>
    public T Read<T>()
        where T : IWire<T> => T.Read(ref this);

    public T? ReadOptional<T>()
        where T : class, IWire<T> => ReadPresence() ? T.Read(ref this) : null;

    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty) throw MlsException.Malformed($"{_rest.Length} bytes are left over.");
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _rest.Length) throw MlsException.Malformed("The input ends too early.");
        var taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }
}
