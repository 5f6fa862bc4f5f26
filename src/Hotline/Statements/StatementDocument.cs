using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Leaves;

namespace Hotline.Statements;

/// <summary>
/// What a Statement's signatures cover: to whom it speaks, in the clear, and a salted digest of every other field.
/// What is shown here is never hidden behind a digest: a recipient compares it with the NRO, so that a reader cannot
/// seal it again for a third party as if it had been addressed there.
/// </summary>
/// <param name="Domain"><c>real</c> or <c>exercise:ID</c>.</param>
/// <param name="RosterHash">The roster that the readers' keys come from.</param>
/// <param name="Digests">SHA-256 of each disclosure, in ordinal order so that their order tells nothing (RFC 9901, section 4.2.4.1).</param>
public sealed record StatementDocument(
    string Domain, MessageId Id, NodeName From, ImmutableArray<Reader> Readers, ChannelId Channel, Digest RosterHash, ImmutableArray<string> Digests)
{
    /// <summary>Largest document in bytes.</summary>
    public const int MaxSize = 256 * 1024;

    private const string Version = "statement/v1";
    private const string Sha256 = "sha-256";

    /// <summary>The document as signed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary><c>stmt</c>: what NRO, NRD and NRR bind.</summary>
    public Digest Hash => Digest.Of(Bytes.Span);

    /// <summary>Writes the document over these fields.</summary>
    public static StatementDocument Compose(
        string domain, MessageId id, NodeName from, ImmutableArray<Reader> readers, ChannelId channel, Digest rosterHash, ImmutableArray<Disclosure> fields)
    {
        var digests = fields.Select(DigestText).Order(StringComparer.Ordinal).ToImmutableArray();
        var text = new StatementText(
            Version, domain, id.ToString(), from.ToString(),
            [.. readers.Select(reader => new ReaderText(reader.Node.ToString(), LeafText.FormatHash(reader.KeyFingerprint)))],
            channel.ToString(), LeafText.FormatHash(rosterHash), Sha256, digests);
        return new StatementDocument(domain, id, from, readers, channel, rosterHash, digests)
        {
            Bytes = JsonSerializer.SerializeToUtf8Bytes(text, StatementJson.Default.StatementText),
        };
    }

    /// <exception cref="StatementFormatException">Too large, or not a Statement's document.</exception>
    public static StatementDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxSize) throw new StatementFormatException($"A Statement's document has at most {MaxSize} bytes.");
        StatementText? text;
        try
        {
            text = JsonSerializer.Deserialize(bytes.Span, StatementJson.Default.StatementText);
        }
        catch (JsonException malformed)
        {
            throw new StatementFormatException("A Statement's document is not of the expected form.", malformed);
        }

        if (text is null || text.Hotline != Version || text.DigestAlgorithm != Sha256) throw new StatementFormatException("Not a statement/v1 with sha-256.");
        if (!MessageId.TryParse(text.Id, out var id) || !NodeName.TryParse(text.From, out var from)
            || !ChannelId.TryParse(text.Channel, out var channel) || !LeafText.TryParseHash(text.Roster, out var roster))
            throw new StatementFormatException("id, from, channel or roster is malformed.");
        if (text.Readers.IsDefaultOrEmpty || text.Digests.IsDefault) throw new StatementFormatException("readers or _sd is missing.");
        return new StatementDocument(text.Domain, id, from, [.. text.Readers.Select(Read)], channel, roster, text.Digests) { Bytes = bytes };
    }

    /// <summary>Whether this document covers that field.</summary>
    public bool Covers(Disclosure disclosure) => Digests.Contains(DigestText(disclosure), StringComparer.Ordinal);

    /// <summary>Why this document is not the one that the NRO speaks of, or null when every shown field agrees.</summary>
    public StatementFault? Compare<TDomain>(OriginText<TDomain> origin)
        where TDomain : struct, ITrafficDomain
    {
        if (origin.Statement != Hash) return StatementFault.Digest;
        if (origin.Domain.Name != Domain) return StatementFault.Domain;
        if (origin.Message != Id) return StatementFault.Message;
        if (origin.From != From) return StatementFault.Sender;
        if (origin.Channel != Channel) return StatementFault.Channel;
        if (origin.RosterHash != RosterHash) return StatementFault.Roster;
        if (origin.Readers != ReaderList.Digest(Readers)) return StatementFault.Readers;
        if (!origin.To.Order().SequenceEqual(Readers.Select(reader => reader.Node).Order())) return StatementFault.Recipients;
        return null;
    }

    public bool Equals(StatementDocument? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode();

    private static string DigestText(Disclosure disclosure) => Base64Url.EncodeToString(disclosure.Digest.ToArray());

    private static Reader Read(ReaderText? text) =>
        text is not null && NodeName.TryParse(text.Node, out var node) && LeafText.TryParseHash(text.Key, out var key)
            ? new Reader(node, key)
            : throw new StatementFormatException("A reader is malformed.");
}

/// <summary>Which rule a Statement breaks against the NRO it came with.</summary>
public enum StatementFault
{
    /// <summary>SHA-256 of the document is not the NRO's <c>stmt</c>.</summary>
    Digest,
    Domain,
    Message,
    Sender,
    Channel,
    Roster,

    /// <summary>Readers and fingerprints are not those of the NRO's <c>readers</c>.</summary>
    Readers,

    /// <summary>The NRO's <c>to</c> names others than the readers.</summary>
    Recipients,

    /// <summary>This node is not among the readers, or under another key.</summary>
    NotAddressed,

    /// <summary>A disclosure or attachment is not covered by the document.</summary>
    Uncovered,

    /// <summary>No signature by a key of the sender's role verifies.</summary>
    Signature,
}
