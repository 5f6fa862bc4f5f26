using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hotline.Statements;

/// <summary>The document as it is written. Names of the digest fields are RFC 9901's.</summary>
internal sealed record StatementText(
    string Hotline, string Domain, string Id, string From, ImmutableArray<ReaderText> Readers, string Channel, string Roster,
    [property: JsonPropertyName("_sd_alg")] string DigestAlgorithm, [property: JsonPropertyName("_sd")] ImmutableArray<string> Digests);

/// <param name="Key">Fingerprint of the public key the message is sealed to: <c>sha256:</c> and base64.</param>
internal sealed record ReaderText(string Node, string Key);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(StatementText))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class StatementJson : JsonSerializerContext;
