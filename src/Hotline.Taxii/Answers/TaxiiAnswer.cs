using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotline.Stores;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Answers;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">HTTP status.</param>
internal abstract record TaxiiAnswer(int Status)
{
    /// <summary>A resource of the standard as UTF-8 JSON.</summary>
    internal sealed record Resource(int Status, ReadOnlyMemory<byte> Json) : TaxiiAnswer(Status);

    /// <summary>A page of one of the lists: objects (section 3.7), manifest records (5.3.1) or versions (5.8.1).</summary>
    /// <param name="Property">Name of the list.</param>
    /// <param name="Items">The list's items with commas between them; goes back to the pool once written.</param>
    /// <param name="Next">Where the next page starts; null when there is no more.</param>
    /// <param name="Tag">Null where the answer depends on more than the request and the collection.</param>
    internal sealed record Page(string Property, PooledBuffer Items, PageEnd End, string? Next, string? Tag) : TaxiiAnswer(StatusCodes.Status200OK);

    /// <summary>What the client has is still right (RFC 9110, section 15.4.5).</summary>
    internal sealed record NotModified(string Tag) : TaxiiAnswer(StatusCodes.Status304NotModified);

    /// <summary>A body of no known length.</summary>
    internal sealed record Stream(string MediaType, Func<System.IO.Stream, CancellationToken, Task> WriteAsync) : TaxiiAnswer(StatusCodes.Status200OK);

    /// <summary>A refusal. The text tells nothing that the account may not know (appendix B).</summary>
    internal sealed record Error(int Status, string Title, string? Description = null) : TaxiiAnswer(Status)
    {
        /// <summary>Methods of the path, where the status is 405.</summary>
        public string? Allow { get; init; }

        /// <summary>Seconds after which to try again, where it can help.</summary>
        public int? RetryAfter { get; init; }
    }

    public static Resource Of<TResource>(TResource resource, JsonTypeInfo<TResource> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonSerializer.SerializeToUtf8Bytes(resource, type));

    /// <summary>It was done, and there is nothing to tell of it.</summary>
    public static Resource Done { get; } = new(StatusCodes.Status200OK, "{}"u8.ToArray());

    public static Error Malformed(string description) => new(StatusCodes.Status400BadRequest, "The request is malformed", description);

    public static Error Unauthenticated { get; } =
        new(StatusCodes.Status401Unauthorized, "Authentication is required", "Give an account's name and password, or a token.");

    public static Error Forbidden(string description) => new(StatusCodes.Status403Forbidden, "The account may not do this", description);

    /// <summary>Also for what exists but the account may not know of.</summary>
    public static Error NotFound { get; } =
        new(StatusCodes.Status404NotFound, "Not found", "There is no such API root, collection, object or status, or the account may not see it.");

    public static Error NotAllowed(string allow) =>
        new(StatusCodes.Status405MethodNotAllowed, "The path does not take this method", $"It takes {allow}.") { Allow = allow };

    public static Error NotAcceptable { get; } =
        new(StatusCodes.Status406NotAcceptable, "No media type of the request's Accept is served", $"Accept {TaxiiMediaType.Value}.");

    public static Error TooLarge(int maxContentLength) =>
        new(StatusCodes.Status413PayloadTooLarge, "The body is too large", $"max_content_length is {maxContentLength} bytes: divide the envelope.");

    public static Error UnsupportedMediaType { get; } =
        new(StatusCodes.Status415UnsupportedMediaType, "The body's media type is not taken", $"Send {TaxiiMediaType.Value} without a Content-Encoding.");

    public static Error Unprocessable(string description) => new(StatusCodes.Status422UnprocessableEntity, "The body cannot be processed", description);

    /// <param name="wait">After which one more is taken.</param>
    public static Error TooMany(TimeSpan wait) =>
        new(StatusCodes.Status429TooManyRequests, "Too many requests", "Wait as long as Retry-After says.") { RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) };

    public static Error Internal { get; } = new(StatusCodes.Status500InternalServerError, "The server failed", "The node's log says why.");

    public static Error Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "The store is not available", "Nothing is known to have been stored. Ask again.") { RetryAfter = 5 };
}
