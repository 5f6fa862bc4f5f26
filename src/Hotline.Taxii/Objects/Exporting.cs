using System.Buffers;
using Hotline.Stores;
using Hotline.Taxii.Answers;
using Hotline.Taxii.Requests;

namespace Hotline.Taxii.Objects;

/// <summary>
/// A collection as one stream, an object a line (NDJSON), with the filters of GET objects. An extension of Hotline: no page to ask for, no
/// end of the memory.
/// </summary>
internal sealed class Exporting(ICollectionStore store)
{
    public const string MediaType = "application/x-ndjson";

    private const int Slice = 1000;
    private const int FullSlice = 1024 * 1024;

    /// <summary>RS, which no JSON text holds (RFC 8259, section 7), so that lines can be told from line breaks within an object.</summary>
    private const byte Separator = 0x1e;

    public TaxiiAction Export(ApiRoot root) => (request, _) => Task.FromResult(Export(root, request));

    private TaxiiAnswer Export(ApiRoot root, TaxiiRequest request)
    {
        if (CollectionDirectory.Find(root, request) is not { } view) return TaxiiAnswer.NotFound;
        if (!view.Rights.CanRead) return TaxiiAnswer.Forbidden("The account may not read this collection.");
        return ObjectsQueryReader.Read(request.Http.Request.QueryString) switch
        {
            ObjectsQueryText.Malformed malformed => TaxiiAnswer.Malformed(malformed.Reason),
            ObjectsQueryText.Read { Limit: not null } or ObjectsQueryText.Read { Next: not null } => TaxiiAnswer.Malformed("An export has no pages: limit and next mean nothing."),
            ObjectsQueryText.Read { Filter: var filter } => new TaxiiAnswer.Stream(MediaType, (body, cancellationToken) => WriteAsync(
                new ObjectQuery(view.Collection.Id, filter.AddedAfter, null, filter.Ids, filter.Types, filter.Versions, Slice) { SpecVersions = filter.SpecVersions },
                body, cancellationToken)),
            var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
        };
    }

    private async Task WriteAsync(ObjectQuery query, System.IO.Stream body, CancellationToken cancellationToken)
    {
        using var slice = new PooledBuffer();
        while (true)
        {
            slice.Clear();
            var end = store.ReadJson(query, slice, Separator, FullSlice);
            if (end.Count == 0) return;
            slice.Write([Separator]);
            // A byte that is a line break in JSON stands between tokens, where a space says the same.
            var bytes = slice.WrittenSpan;
            bytes.Replace((byte)'\n', (byte)' ');
            bytes.Replace((byte)'\r', (byte)' ');
            bytes.Replace(Separator, (byte)'\n');
            await body.WriteAsync(slice.Written, cancellationToken);
            if (end.Next is not { } after) return;
            query = query with { After = after };
        }
    }
}
