using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Taxii.Requests;

/// <summary>Which objects of a collection are asked for (TAXII 2.1, section 3.4).</summary>
/// <param name="AddedAfter">Microseconds since 1970, exclusive; null from the oldest on.</param>
/// <param name="Ids">STIX ids, sorted and without repetition; empty for all.</param>
/// <param name="Types">STIX types, sorted and without repetition; empty for all.</param>
/// <param name="AllVersions">All versions of each object, or only the last.</param>
/// <param name="Nothing">The filter excludes everything this server stores.</param>
internal sealed record ObjectsFilter(
    long? AddedAfter, ImmutableArray<string> Ids, ImmutableArray<string> Types, bool AllVersions, bool Nothing)
{
    /// <summary>Equal for equal filters, whatever their order or spelling.</summary>
    public Digest Digest
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(hash, AddedAfter is { } instant ? $"after {instant}" : "");
            Append(hash, Ids);
            Append(hash, Types);
            Append(hash, AllVersions ? "all" : "last");
            Append(hash, Nothing ? "nothing" : "");
            return new Digest(hash.GetHashAndReset());
        }
    }

    private static void Append(IncrementalHash hash, ImmutableArray<string> texts)
    {
        Span<byte> count = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(count, texts.Length);
        hash.AppendData(count);
        foreach (var text in texts) Append(hash, text);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}

/// <summary>A query string as read.</summary>
internal abstract record ObjectsQueryText
{
    /// <param name="Limit">Most objects the client wants; null for as many as the server gives.</param>
    /// <param name="Next">Token of the page before; null for the first page.</param>
    internal sealed record Read(ObjectsFilter Filter, int? Limit, string? Next) : ObjectsQueryText;

    internal sealed record Malformed(string Reason) : ObjectsQueryText;
}
