using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotline.Collections;
using Microsoft.AspNetCore.Http;

namespace Hotline.Taxii.Answers;

/// <summary>What a request is answered with.</summary>
/// <param name="Status">HTTP status.</param>
internal abstract record TaxiiAnswer(int Status)
{
    /// <summary>A resource of the standard as UTF-8 JSON.</summary>
    internal sealed record Resource(int Status, ReadOnlyMemory<byte> Json) : TaxiiAnswer(Status);

    /// <summary>An envelope of stored objects (section 3.7).</summary>
    /// <param name="Next">Where the next page starts; null when there is no more.</param>
    internal sealed record Envelope(IReadOnlyList<StoredObject> Objects, string? Next) : TaxiiAnswer(StatusCodes.Status200OK);

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

    public static Error Malformed(string description) => new(StatusCodes.Status400BadRequest, "The request is malformed", description);

    public static Error Unauthenticated { get; } =
        new(StatusCodes.Status401Unauthorized, "Authentication is required", "Give the name and password of an account.");

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

    public static Error Internal { get; } = new(StatusCodes.Status500InternalServerError, "The server failed", "The node's log says why.");

    public static Error Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "The store is not available", "Nothing is known to have been stored. Ask again.") { RetryAfter = 5 };
}
