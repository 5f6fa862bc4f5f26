using System.Buffers;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Taxii.Requests;

/// <summary>A body, or why there is none.</summary>
internal readonly record struct ReadBody(ReadOnlyMemory<byte> Content, TaxiiAnswer.Error? Refusal);

/// <summary>Reads a request's body up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>The body if it is TAXII of at most <paramref name="maxLength"/> bytes (TAXII 2.1, sections 3.1 and 4.2.1).</summary>
    public static async Task<ReadBody> ReadAsync(HttpContext context, int maxLength, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!TaxiiMediaType.IsReadable(request.ContentType) || !IsPlain(request)) return new ReadBody(default, TaxiiAnswer.UnsupportedMediaType);
        // The limit is ours alone: the server's own would cut the connection before the client has read the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        if (request.ContentLength > maxLength) return new ReadBody(default, TaxiiAnswer.TooLarge(maxLength));

        // What is announced need not come, so memory grows with what came.
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 4 * 1024, 1024 * 1024));
        while (true)
        {
            var chunk = await request.BodyReader.ReadAsync(cancellationToken);
            if (body.WrittenCount + chunk.Buffer.Length > maxLength)
            {
                request.BodyReader.AdvanceTo(chunk.Buffer.End);
                return new ReadBody(default, TaxiiAnswer.TooLarge(maxLength));
            }

            foreach (var segment in chunk.Buffer) body.Write(segment.Span);
            request.BodyReader.AdvanceTo(chunk.Buffer.End);
            if (chunk.IsCompleted) return new ReadBody(body.WrittenMemory, null);
        }
    }

    private static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding.All(coding => string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase));
}
