using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Statements;

/// <summary>One field of a Statement behind a salted digest (RFC 9901, section 4.2): it can be shown alone, later, or never.</summary>
public sealed record Disclosure
{
    /// <summary>Salt of 128 bits (RFC 9901, section 9.3).</summary>
    public const int SaltSize = 16;

    private Disclosure(string encoded, string name, JsonNode value) => (Encoded, Name, Value) = (encoded, name, value);

    /// <summary>Base64url of the JSON array [salt, name, value], as it was digested.</summary>
    public string Encoded { get; }

    public string Name { get; }

    public JsonNode Value { get; }

    /// <summary>SHA-256 of <see cref="Encoded"/> in ASCII: what stands in the document.</summary>
    public Digest Digest => Digest.Of(Encoding.ASCII.GetBytes(Encoded));

    /// <summary>A field under a fresh salt.</summary>
    public static Disclosure New(string name, JsonNode value)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        RandomNumberGenerator.Fill(salt);
        var array = new JsonArray(Base64Url.EncodeToString(salt), name, value.DeepClone());
        return new Disclosure(Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(array, StatementJson.Default.JsonArray)), name, value);
    }

    /// <exception cref="StatementFormatException">Not base64url of a JSON array of salt, name and value.</exception>
    public static Disclosure Parse(string encoded)
    {
        try
        {
            var array = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(encoded), StatementJson.Default.JsonArray);
            if (array is [JsonValue salt, JsonValue name, { } value]
                && salt.TryGetValue<string>(out var saltText) && saltText.Length >= 22
                && name.TryGetValue<string>(out var nameText) && nameText is not ("_sd" or "..."))
                return new Disclosure(encoded, nameText, value);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            throw new StatementFormatException("A disclosure is not base64url of a JSON array.", malformed);
        }

        throw new StatementFormatException("A disclosure is not [salt, name, value].");
    }

    public bool Equals(Disclosure? other) => other is not null && Encoded == other.Encoded;

    public override int GetHashCode() => Encoded.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name only: values are for the readers of the message.</summary>
    public override string ToString() => $"Disclosure {Name}";
}
