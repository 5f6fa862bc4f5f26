using System.Buffers;
using Hotline.Taxii.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Taxii.Requests;

/// <summary>A body, or why there is none. Its content is good until it is disposed.</summary>
internal sealed class ReadBody(ReadOnlyMemory<byte> content, TaxiiAnswer.Error? refusal, SpoolFile? file = null) : IDisposable
{
    public ReadOnlyMemory<byte> Content => content;

    public TaxiiAnswer.Error? Refusal => refusal;

    public void Dispose() => file?.Close();
}

/// <summary>Reads a request's body up to a limit: a small one into memory, a large one onto the disk.</summary>
internal sealed class BodyReader(int maxLength, string spoolFolder)
{
    /// <summary>Longest body in memory, in bytes.</summary>
    internal const int InMemory = 1024 * 1024;

    /// <summary>The body if it is TAXII of at most so many bytes (TAXII 2.1, sections 3.1 and 4.2.1).</summary>
    public async Task<ReadBody> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!TaxiiMediaType.IsReadable(request.ContentType) || !IsPlain(request)) return new ReadBody(default, TaxiiAnswer.UnsupportedMediaType);
        // The limit is ours alone: the server's own would cut the connection before the client has read the answer.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature) feature.MaxRequestBodySize = null;
        if (request.ContentLength > maxLength) return new ReadBody(default, TaxiiAnswer.TooLarge(maxLength));

        // What is announced need not come, so memory grows with what came.
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp(request.ContentLength ?? 0, 4 * 1024, InMemory));
        SpoolFile? file = null;
        try
        {
            while (true)
            {
                var chunk = await request.BodyReader.ReadAsync(cancellationToken);
                var length = (file?.Length ?? body.WrittenCount) + chunk.Buffer.Length;
                if (length > maxLength)
                {
                    request.BodyReader.AdvanceTo(chunk.Buffer.End);
                    file?.Close();
                    return new ReadBody(default, TaxiiAnswer.TooLarge(maxLength));
                }

                if (length > InMemory && file is null)
                {
                    file = SpoolFile.Create(spoolFolder);
                    file.Write(new ReadOnlySequence<byte>(body.WrittenMemory));
                    body.ResetWrittenCount();
                }

                if (file is not null) file.Write(chunk.Buffer);
                else foreach (var segment in chunk.Buffer) body.Write(segment.Span);
                request.BodyReader.AdvanceTo(chunk.Buffer.End);
                if (chunk.IsCompleted) return new ReadBody(file?.Map() ?? body.WrittenMemory, null, file);
            }
        }
        catch
        {
            file?.Close();
            throw;
        }
    }

    private static bool IsPlain(HttpRequest request) =>
        request.Headers.ContentEncoding.All(coding => string.Equals(coding, "identity", StringComparison.OrdinalIgnoreCase));
}
