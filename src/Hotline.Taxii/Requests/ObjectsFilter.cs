using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Hotline.Stores;

namespace Hotline.Taxii.Requests;

/// <summary>Which objects of a collection are asked for (TAXII 2.1, section 3.4).</summary>
/// <param name="AddedAfter">Microseconds since 1970, exclusive; null from the oldest on.</param>
/// <param name="Ids">STIX ids, sorted and without repetition; empty for all.</param>
/// <param name="Types">STIX types, sorted and without repetition; empty for all.</param>
/// <param name="Versions">Its instants sorted and without repetition.</param>
/// <param name="SpecVersions">Sorted and without repetition; empty for the latest of each object.</param>
internal sealed record ObjectsFilter(
    long? AddedAfter, ImmutableArray<string> Ids, ImmutableArray<string> Types, VersionFilter Versions, ImmutableArray<string> SpecVersions)
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
            Append(hash, $"{Versions.IsAll} {Versions.First} {Versions.Last} {string.Join(' ', Versions.Instants)}");
            Append(hash, SpecVersions);
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

/// <summary>The match fields that an endpoint has.</summary>
[Flags]
internal enum MatchFields
{
    SpecVersion = 1,
    Version = 2,
    IdAndType = 4,

    /// <summary>Of objects and manifest (TAXII 2.1, sections 5.3 and 5.4).</summary>
    All = SpecVersion | Version | IdAndType,

    /// <summary>Of one object, read or deleted (sections 5.6 and 5.7).</summary>
    OfObject = SpecVersion | Version,

    /// <summary>Of an object's versions (section 5.8).</summary>
    OfVersions = SpecVersion,
}

/// <summary>A query string as read.</summary>
internal abstract record ObjectsQueryText
{
    /// <param name="Limit">Most objects the client wants; null for as many as the server gives.</param>
    /// <param name="Next">Token of the page before; null for the first page.</param>
    internal sealed record Read(ObjectsFilter Filter, int? Limit, string? Next) : ObjectsQueryText;

    internal sealed record Malformed(string Reason) : ObjectsQueryText;
}
