using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Answers;

/// <summary>Writes an answer as bytes. Objects go out as they came in: their JSON is copied, never parsed and written anew.</summary>
internal static class AnswerWriter
{
    private const string DateAddedFirst = "X-TAXII-Date-Added-First";
    private const string DateAddedLast = "X-TAXII-Date-Added-Last";

    /// <param name="withBody">False for HEAD: the headers of GET, and no body (RFC 9110, section 9.3.2).</param>
    public static async Task WriteAsync(HttpResponse response, TaxiiAnswer answer, bool withBody, CancellationToken cancellationToken)
    {
        var body = BodyOf(answer);
        response.StatusCode = answer.Status;
        response.ContentType = TaxiiMediaType.Value;
        response.ContentLength = body.Sum(part => (long)part.Length);
        response.Headers.XContentTypeOptions = "nosniff";
        // What one account may see must not be served to another by a cache between.
        response.Headers.CacheControl = "private, no-cache";
        SetHeaders(response.Headers, answer);
        if (!withBody) return;
        foreach (var part in body)
        {
            response.BodyWriter.Write(part.Span);
            // A page of large objects is not held a second time in the connection's buffers.
            if (response.BodyWriter.UnflushedBytes > 64 * 1024) await response.BodyWriter.FlushAsync(cancellationToken);
        }

        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    private static void SetHeaders(IHeaderDictionary headers, TaxiiAnswer answer)
    {
        switch (answer)
        {
            // An empty page has no first and no last date, so the headers are left out (the standard is silent).
            case TaxiiAnswer.Envelope { Objects: [var first, ..] and [.., var last] }:
                headers[DateAddedFirst] = TaxiiTimestamp.Format(first.DateAdded);
                headers[DateAddedLast] = TaxiiTimestamp.Format(last.DateAdded);
                break;
            case TaxiiAnswer.Error error:
                if (error.Status == StatusCodes.Status401Unauthorized) headers.WWWAuthenticate = "Basic realm=\"TAXII\", charset=\"UTF-8\"";
                if (error.Allow is { } allow) headers.Allow = allow;
                if (error.RetryAfter is { } seconds) headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                break;
        }
    }

    private static List<ReadOnlyMemory<byte>> BodyOf(TaxiiAnswer answer) => answer switch
    {
        TaxiiAnswer.Resource resource => [resource.Json],
        TaxiiAnswer.Envelope envelope => EnvelopeOf(envelope),
        TaxiiAnswer.Error error => [JsonSerializer.SerializeToUtf8Bytes(
            new ErrorResource(error.Title, error.Description, error.Status.ToString(CultureInfo.InvariantCulture)), TaxiiJson.Readable.ErrorResource)],
        _ => throw new InvalidOperationException($"No form for {answer.GetType().Name}."),
    };

    private static List<ReadOnlyMemory<byte>> EnvelopeOf(TaxiiAnswer.Envelope envelope)
    {
        if (envelope.Objects.Count == 0) return ["{}"u8.ToArray()];
        var parts = new List<ReadOnlyMemory<byte>>((2 * envelope.Objects.Count) + 1);
        // A token is base64url, so it needs no escaping.
        var head = envelope.Next is { } next ? $"{{\"more\":true,\"next\":\"{next}\",\"objects\":[" : "{\"more\":false,\"objects\":[";
        parts.Add(Encoding.UTF8.GetBytes(head));
        for (var index = 0; index < envelope.Objects.Count; index++)
        {
            if (index > 0) parts.Add(Comma);
            parts.Add(envelope.Objects[index].Object.Raw);
        }

        parts.Add("]}"u8.ToArray());
        return parts;
    }

    private static readonly ReadOnlyMemory<byte> Comma = ","u8.ToArray();
}
