using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Hotline.Stores;

namespace Hotline.Taxii.Requests;

/// <summary>What a page belongs to; a token is good for one of them only.</summary>
internal sealed record PageScope(string Account, Guid Collection, Digest Filter);

/// <summary>
/// The <c>next</c> of TAXII 2.1, section 3.5: a place in a collection, authenticated and bound to account, collection and filter.
/// Nothing is kept for it, so it may be used twice, with another limit, and after a restart.
/// </summary>
/// <remarks>Base64url of: form (1 byte), tag (32), date added (8), then id and version as UTF-8, each after its length (2, big-endian; 0xFFFF for no version).</remarks>
/// <param name="key">32 bytes for HMAC-SHA-256.</param>
internal sealed class PageTokens(ReadOnlyMemory<byte> key)
{
    private const byte Form = 1;
    private const int TagSize = HMACSHA256.HashSizeInBytes;
    private const int PlaceAt = 1 + TagSize;
    private const int MaxLength = 4_096;
    private const ushort NoVersion = ushort.MaxValue;

    public string Write(ObjectCursor place, PageScope scope)
    {
        var id = Encoding.UTF8.GetBytes(place.ObjectId);
        var version = place.Version is null ? [] : Encoding.UTF8.GetBytes(place.Version);
        var token = new byte[PlaceAt + 8 + 2 + id.Length + 2 + version.Length];
        token[0] = Form;
        var rest = token.AsSpan(PlaceAt);
        BinaryPrimitives.WriteInt64BigEndian(rest, place.DateAdded);
        BinaryPrimitives.WriteUInt16BigEndian(rest[8..], (ushort)id.Length);
        id.CopyTo(rest[10..]);
        BinaryPrimitives.WriteUInt16BigEndian(rest[(10 + id.Length)..], place.Version is null ? NoVersion : (ushort)version.Length);
        version.CopyTo(rest[(12 + id.Length)..]);
        Tag(rest, scope, token.AsSpan(1, TagSize));
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Null when this server never wrote the token for this scope.</returns>
    public ObjectCursor? Read(string text, PageScope scope)
    {
        if (text.Length > MaxLength) return null;
        var token = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // The Try form of the decoder throws on characters that are no base64url.
        if (Base64Url.DecodeFromChars(text, token, out _, out var length) != OperationStatus.Done || length < PlaceAt || token[0] != Form) return null;
        var place = token.AsSpan(PlaceAt, length - PlaceAt);
        Span<byte> tag = stackalloc byte[TagSize];
        Tag(place, scope, tag);
        // Only what was written here is parsed, so its lengths are right.
        return CryptographicOperations.FixedTimeEquals(tag, token.AsSpan(1, TagSize)) ? Parse(place) : null;
    }

    private static ObjectCursor Parse(ReadOnlySpan<byte> place)
    {
        var idLength = BinaryPrimitives.ReadUInt16BigEndian(place[8..]);
        var rest = place[(10 + idLength)..];
        var version = BinaryPrimitives.ReadUInt16BigEndian(rest) == NoVersion ? null : Encoding.UTF8.GetString(rest[2..]);
        return new ObjectCursor(BinaryPrimitives.ReadInt64BigEndian(place), Encoding.UTF8.GetString(place.Slice(10, idLength)), version);
    }

    private void Tag(ReadOnlySpan<byte> place, PageScope scope, Span<byte> tag)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Span);
        hmac.AppendData("hotline/taxii/next/v1\n"u8);
        // Each part has a fixed length, so no two scopes read alike.
        hmac.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(scope.Account)));
        hmac.AppendData(scope.Collection.ToByteArray(bigEndian: true));
        hmac.AppendData(scope.Filter.ToArray());
        hmac.AppendData(place);
        hmac.GetHashAndReset(tag);
    }
}
