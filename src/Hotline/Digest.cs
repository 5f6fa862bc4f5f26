using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hotline;

/// <summary>32 bytes of SHA-256: a leaf hash, a content digest or a key fingerprint.</summary>
public readonly record struct Digest
{
    public const int Size = 32;
    private readonly ulong _a, _b, _c, _d;

    /// <exception cref="ArgumentException"><paramref name="bytes"/> are not 32.</exception>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("A digest has 32 bytes.", nameof(bytes));
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    public static Digest Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(content, hash);
        return new Digest(hash);
    }

    /// <summary>Hash of a transcript leaf: SHA-256 of a zero byte and the entry (RFC 6962, section 2.1).</summary>
    public static Digest OfLeaf(ReadOnlySpan<byte> entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(entry);
        Span<byte> leaf = stackalloc byte[Size];
        hash.GetHashAndReset(leaf);
        return new Digest(leaf);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, _a);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(target[24..], _d);
    }

    /// <summary>Standard base64 with padding: 44 characters.</summary>
    public override string ToString() => Convert.ToBase64String(ToArray());

    /// <summary>Reads 44 characters of canonical base64: the last one may carry no stray bits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Digest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (text.Length != 44 || !Convert.TryFromBase64Chars(text, bytes, out var written) || written != Size) return false;
        var read = new Digest(bytes);
        if (!text.SequenceEqual(read.ToString())) return false;
        digest = read;
        return true;
    }
}
