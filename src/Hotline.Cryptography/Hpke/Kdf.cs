using System.Security.Cryptography;

namespace Hotline.Cryptography.Hpke;

/// <summary>HKDF over one hash (RFC 5869), that hash, and HMAC with it: all that a suite derives with.</summary>
public sealed class Kdf
{
    /// <summary>How many blocks of its hash HKDF-Expand gives at most (RFC 5869, section 2.3).</summary>
    internal const int MaxBlocks = 255;

    private static readonly Kdf[] BuiltIn =
    [
        new(KdfId.HkdfSha256, HashAlgorithmName.SHA256, 32),
        new(KdfId.HkdfSha384, HashAlgorithmName.SHA384, 48),
        new(KdfId.HkdfSha512, HashAlgorithmName.SHA512, 64),
    ];

    private Kdf(KdfId id, HashAlgorithmName hash, int size) => (Id, HashName, Size) = (id, hash, size);

    public KdfId Id { get; }

    /// <summary>Of digests, codes and extracted keys, in bytes: Nh.</summary>
    public int Size { get; }

    internal HashAlgorithmName HashName { get; }

    /// <exception cref="NotSupportedException">Not built in.</exception>
    public static Kdf Of(KdfId id) =>
        Array.Find(BuiltIn, kdf => kdf.Id == id) ?? throw new NotSupportedException($"KDF 0x{(ushort)id:x4} is not built in.");

    /// <returns>A secret of <see cref="Size"/> bytes, which the caller zeroes.</returns>
    public byte[] Extract(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> secret)
    {
        var extracted = new byte[Size];
        HKDF.Extract(HashName, secret, salt, extracted);
        return extracted;
    }

    /// <param name="length">In bytes, at most 255 times <see cref="Size"/>.</param>
    /// <returns>A secret, which the caller zeroes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another length.</exception>
    public byte[] Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> info, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxBlocks * Size);
        var expanded = new byte[length];
        if (length > 0) HKDF.Expand(HashName, key, expanded, info);
        return expanded;
    }

    public byte[] Hash(ReadOnlySpan<byte> data) => CryptographicOperations.HashData(HashName, data);

    /// <summary>HMAC (RFC 2104). Compare codes by <see cref="CryptographicOperations.FixedTimeEquals"/>.</summary>
    public byte[] Authenticate(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => CryptographicOperations.HmacData(HashName, key, data);
}
