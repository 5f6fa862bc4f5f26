using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Taxii.Answers;

// The resources of TAXII 2.1 as they are written. A property without a value is left out, so an absent list is null and never empty (section 2).

/// <summary>Section 4.1.1.</summary>
internal sealed record DiscoveryResource(string Title, string? Description, string? Contact, string? Default, IReadOnlyList<string>? ApiRoots);

/// <summary>Section 4.2.1.</summary>
internal sealed record ApiRootResource(string Title, string? Description, IReadOnlyList<string> Versions, long MaxContentLength);

/// <summary>Section 5.1.1.</summary>
internal sealed record CollectionsResource(IReadOnlyList<CollectionResource>? Collections);

/// <summary>Section 5.2.1.</summary>
internal sealed record CollectionResource(
    Guid Id, string Title, string? Description, string? Alias, bool CanRead, bool CanWrite, IReadOnlyList<string> MediaTypes);

/// <summary>Section 4.3.1, with two extensions of Hotline.</summary>
internal sealed record StatusResource(
    Guid Id, string Status, string RequestTimestamp, int TotalCount, int SuccessCount, IReadOnlyList<StatusDetail>? Successes,
    int FailureCount, IReadOnlyList<StatusDetail>? Failures, int PendingCount)
{
    /// <summary>Objects that stay at this node because of their markings.</summary>
    [JsonPropertyName("x_hotline_withheld")]
    public WithheldExtension? Withheld { get; init; }

    /// <summary>How far the rest has travelled; absent where nothing travels.</summary>
    [JsonPropertyName("x_hotline_replication")]
    public ReplicationExtension? Replication { get; init; }
}

/// <summary>Section 4.3.1.1.</summary>
internal sealed record StatusDetail(string Id, string Version, string? Message);

internal sealed record WithheldExtension(int Count, IReadOnlyList<StatusDetail> Objects);

/// <param name="Messages">Messages the accepted objects were divided into.</param>
/// <param name="Sent">Of them, sealed and filed.</param>
/// <param name="Delivered">Of them, delivered to every node that shares the collection.</param>
internal sealed record ReplicationExtension(int Messages, int Sent, int Delivered);

/// <summary>Section 3.6.1.</summary>
internal sealed record ErrorResource(string Title, string? Description, string HttpStatus);

[JsonSerializable(typeof(DiscoveryResource))]
[JsonSerializable(typeof(ApiRootResource))]
[JsonSerializable(typeof(CollectionsResource))]
[JsonSerializable(typeof(CollectionResource))]
[JsonSerializable(typeof(StatusResource))]
[JsonSerializable(typeof(ErrorResource))]
internal sealed partial class TaxiiJson : JsonSerializerContext
{
    public static TaxiiJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // Answers are no HTML and say so (nosniff), so text may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
