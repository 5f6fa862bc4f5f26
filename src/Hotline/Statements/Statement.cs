using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hotline.Leaves;

namespace Hotline.Statements;

/// <summary>What travels sealed: the document, the disclosures of its fields, its signatures and the attachments.</summary>
/// <param name="Signatures">Detached CMS SignedData (RFC 5652) over the document's bytes, one per signer.</param>
/// <param name="Attachments">Contents whose digests stand in the field <see cref="StatementFields.Attachments"/>, in that order.</param>
public sealed record Statement(
    StatementDocument Document, ImmutableArray<Disclosure> Disclosures, ImmutableArray<ReadOnlyMemory<byte>> Signatures,
    ImmutableArray<Attachment> Attachments)
{
    /// <summary>The disclosed field of that name, or null.</summary>
    public JsonNode? Field(string name) => Disclosures.FirstOrDefault(disclosure => disclosure.Name == name)?.Value;

    public string? Text(string name) => Field(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>Whether the document covers every disclosure once, and a disclosed digest every attachment.</summary>
    public bool CoversEverything()
    {
        if (Disclosures.Any(disclosure => !Document.Covers(disclosure))) return false;
        if (Disclosures.Select(disclosure => disclosure.Name).Distinct(StringComparer.Ordinal).Count() != Disclosures.Length) return false;
        var listed = Field(StatementFields.Attachments) as JsonArray ?? [];
        return listed.Count == Attachments.Length && Attachments.Zip(listed).All(pair => pair.First.Matches(pair.Second));
    }
}

/// <summary>A file beside the text: a STIX bundle, say.</summary>
/// <param name="MediaType">As in RFC 6838.</param>
public sealed record Attachment(string Name, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>What the Statement says of it: name, type, size in bytes and SHA-256.</summary>
    public JsonObject ToField() => new()
    {
        ["name"] = Name,
        ["type"] = MediaType,
        ["size"] = Content.Length,
        ["sha256"] = LeafText.FormatHash(Digest.Of(Content.Span)),
    };

    internal bool Matches(JsonNode? field) => JsonNode.DeepEquals(field, ToField());
}

/// <summary>Names of the fields that a Statement may hold. Unknown ones are kept and shown.</summary>
public static class StatementFields
{
    public const string Subject = "subject";
    public const string Body = "body";
    public const string Officer = "officer";
    public const string Role = "role";
    public const string Time = "time";
    public const string ReplyBy = "reply_by";
    public const string Conversation = "conversation";
    public const string ConversationSalt = "conversation_salt";
    public const string Attachments = "attachments";
}
