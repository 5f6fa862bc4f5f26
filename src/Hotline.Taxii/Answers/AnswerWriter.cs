using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hotline.Taxii.Answers;

/// <summary>Writes an answer as bytes. Objects go out as they came in: their JSON is copied, never parsed and written anew.</summary>
internal static class AnswerWriter
{
    private const string DateAddedFirst = "X-TAXII-Date-Added-First";
    private const string DateAddedLast = "X-TAXII-Date-Added-Last";

    /// <summary>Bytes handed over to the connection before more are.</summary>
    private const int Chunk = 64 * 1024;

    private static readonly string[] Challenges = ["Basic realm=\"TAXII\", charset=\"UTF-8\"", "Bearer realm=\"TAXII\""];
    private static readonly byte[] Tail = "]}"u8.ToArray();

    /// <param name="withBody">False for HEAD: the headers of GET, and no body (RFC 9110, section 9.3.2).</param>
    public static async Task WriteAsync(HttpContext context, TaxiiAnswer answer, bool withBody, CancellationToken cancellationToken)
    {
        try
        {
            switch (answer)
            {
                case TaxiiAnswer.Page page:
                    await WritePageAsync(context, page, withBody, cancellationToken);
                    break;
                case TaxiiAnswer.NotModified known:
                    SetHeaders(context.Response, answer.Status, known.Tag, coding: null);
                    context.Response.ContentType = null;
                    break;
                case TaxiiAnswer.Stream stream:
                    SetHeaders(context.Response, answer.Status, tag: null, coding: null);
                    context.Response.ContentType = stream.MediaType;
                    await WriteStreamAsync(context, stream, withBody, cancellationToken);
                    break;
                case TaxiiAnswer.Error error:
                    SetHeaders(context.Response.Headers, error);
                    await WriteBodyAsync(context, answer.Status, new Body(JsonOf(error)), tag: null, withBody, cancellationToken);
                    break;
                case TaxiiAnswer.Resource resource:
                    await WriteResourceAsync(context, resource, withBody, cancellationToken);
                    break;
                default:
                    throw new InvalidOperationException($"No form for {answer.GetType().Name}.");
            }
        }
        finally
        {
            if (answer is TaxiiAnswer.Page { Items: var items }) items.Dispose();
        }
    }

    /// <summary>The error resource (section 3.6.1).</summary>
    public static byte[] JsonOf(TaxiiAnswer.Error error) => JsonSerializer.SerializeToUtf8Bytes(
        new ErrorResource(error.Title, error.Description, error.Status.ToString(CultureInfo.InvariantCulture)), TaxiiJson.Readable.ErrorResource);

    private static Task WriteResourceAsync(HttpContext context, TaxiiAnswer.Resource resource, bool withBody, CancellationToken cancellationToken)
    {
        if (resource.Status != StatusCodes.Status200OK || !IsRead(context.Request)) return WriteBodyAsync(context, resource.Status, new Body(resource.Json), null, withBody, cancellationToken);
        var tag = EntityTag.Of(resource.Json.Span);
        return EntityTag.IsNamed(context.Request.Headers.IfNoneMatch, tag)
            ? WriteAsync(context, new TaxiiAnswer.NotModified(tag), withBody, cancellationToken)
            : WriteBodyAsync(context, resource.Status, new Body(resource.Json), tag, withBody, cancellationToken);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static Task WritePageAsync(HttpContext context, TaxiiAnswer.Page page, bool withBody, CancellationToken cancellationToken)
    {
        if (page.End.Count == 0) return WriteBodyAsync(context, page.Status, new Body("{}"u8.ToArray()), page.Tag, withBody, cancellationToken);
        // A token is base64url, so it needs no escaping.
        var head = Encoding.ASCII.GetBytes(page.Next is { } next ? $"{{\"more\":true,\"next\":\"{next}\",\"{page.Property}\":[" : $"{{\"more\":false,\"{page.Property}\":[");
        // An empty page has no first and no last date, so the headers are left out there (the standard is silent).
        context.Response.Headers[DateAddedFirst] = TaxiiTimestamp.Format(page.End.First);
        context.Response.Headers[DateAddedLast] = TaxiiTimestamp.Format(page.End.Last);
        return WriteBodyAsync(context, page.Status, new Body(head, page.Items.Written, Tail), page.Tag, withBody, cancellationToken);
    }

    private static async Task WriteBodyAsync(HttpContext context, int status, Body body, string? tag, bool withBody, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var (head, middle, tail) = body;
        var length = (long)head.Length + middle.Length + tail.Length;
        var coding = length < ContentCoding.SmallestBody ? null : ContentCoding.Choose(context.Request.Headers.AcceptEncoding);
        SetHeaders(response, status, tag, coding);
        if (coding is null) response.ContentLength = length;
        if (!withBody) return;
        if (coding is not null)
        {
            await using var compressed = coding.Compress(response.Body);
            foreach (var part in (ReadOnlyMemory<byte>[])[head, middle, tail]) await compressed.WriteAsync(part, cancellationToken);
            return;
        }

        response.BodyWriter.Write(head.Span);
        for (var start = 0; start < middle.Length; start += Chunk)
        {
            response.BodyWriter.Write(middle.Span.Slice(start, Math.Min(Chunk, middle.Length - start)));
            // A page of large objects is not held a second time in the connection's buffers.
            if (start + Chunk < middle.Length) await response.BodyWriter.FlushAsync(cancellationToken);
        }

        response.BodyWriter.Write(tail.Span);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static async Task WriteStreamAsync(HttpContext context, TaxiiAnswer.Stream stream, bool withBody, CancellationToken cancellationToken)
    {
        var coding = ContentCoding.Choose(context.Request.Headers.AcceptEncoding);
        if (coding is not null) context.Response.Headers.ContentEncoding = coding.Name;
        if (!withBody) return;
        if (coding is null)
        {
            await stream.WriteAsync(context.Response.Body, cancellationToken);
            return;
        }

        await using var compressed = coding.Compress(context.Response.Body);
        await stream.WriteAsync(compressed, cancellationToken);
    }

    private static void SetHeaders(HttpResponse response, int status, string? tag, ContentCoding? coding)
    {
        response.StatusCode = status;
        response.ContentType = TaxiiMediaType.Value;
        response.Headers.XContentTypeOptions = "nosniff";
        // What one account may see must not be served to another by a cache between.
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (tag is not null) response.Headers.ETag = EntityTag.Format(tag, coding);
        if (coding is not null) response.Headers.ContentEncoding = coding.Name;
    }

    private static void SetHeaders(IHeaderDictionary headers, TaxiiAnswer.Error error)
    {
        if (error.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = Challenges;
        if (error.Allow is { } allow) headers.Allow = allow;
        if (error.RetryAfter is { } seconds) headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
    }

    private readonly record struct Body(ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Middle = default, ReadOnlyMemory<byte> Tail = default);
}
