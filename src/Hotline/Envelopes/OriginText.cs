using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Leaves;

namespace Hotline.Envelopes;

/// <summary>
/// The lines of an NRO, the sender's evidence of origin: header of the envelope, leaf of three transcripts. It names
/// everything a hub needs and binds the payload, the Statement inside and the readers.
/// </summary>
/// <param name="Epoch">Epoch of the channel's group; 0 for letters.</param>
/// <param name="Deadline">After it the hub says FAILED for who has not acknowledged. Whole milliseconds, UTC.</param>
/// <param name="RosterHash">SHA-256 of the roster text that the sender believed in.</param>
/// <param name="Seal">Name of the seal and its suite.</param>
/// <param name="Readers"><see cref="ReaderList.Digest"/> of recipients and key fingerprints.</param>
/// <param name="Conversation">Salted digest of the conversation's id; the salt is in the Statement.</param>
/// <param name="Sequence">1 for the sender's first message of the conversation, then without gaps.</param>
/// <param name="Previous">Leaf hash of the sender's previous NRO in this conversation.</param>
/// <param name="Statement">SHA-256 of the Statement's document; null where there is none (commit, Welcome).</param>
/// <param name="Refs">Leaf hashes of the evidence this one answers or replaces.</param>
public sealed record OriginText<TDomain>(
    TDomain Domain, MessageId Message, ChannelId Channel, EnvelopeKind Kind, ulong Epoch, Precedence Precedence,
    DateTimeOffset Deadline, ulong RosterNumber, Digest RosterHash, string Seal, Digest Readers, Digest Conversation,
    ulong Sequence, Digest? Previous, NodeName From, ImmutableArray<NodeName> To, DateTimeOffset Time, Cipher Cipher,
    Digest? Statement, ImmutableArray<Digest> Refs, Seen? Seen)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Most recipients of one message.</summary>
    public const int MaxRecipients = 100;

    /// <summary>The text as it is signed and logged.</summary>
    public byte[] ToBytes() => WriteHeader().Cipher(Cipher).Line("stmt", Statement).Refs(Refs).Seen(Seen).ToBytes();

    /// <summary>SHA-256 of the lines before <c>cipher</c>: associated data of every seal, so that no payload fits another header.</summary>
    public Digest Binding() => Digest.Of(WriteHeader().ToBytes());

    /// <summary>Reads the text of an NRO in its only form.</summary>
    /// <exception cref="LeafFormatException">Any other form, or another domain.</exception>
    public static OriginText<TDomain> Parse(ReadOnlySpan<byte> text, TDomain domain)
    {
        var lines = new LeafReader(text);
        lines.Heading(domain.Heading);
        lines.Heading("NRO");
        var message = lines.Message();
        var channel = ChannelId.TryParse(lines.Value("channel"), out var id) ? id : throw LeafReader.Bad("channel");
        var kind = EnvelopeKinds.TryParse(lines.Value("kind"), out var word) ? word : throw LeafReader.Bad("kind");
        var epoch = lines.Number("epoch");
        var precedence = Precedences.TryParse(lines.Value("precedence"), out var level) ? level : throw LeafReader.Bad("precedence");
        var deadline = lines.Time("deadline");
        var origin = new OriginText<TDomain>(
            domain, message, channel, kind, epoch, precedence, deadline, lines.Number("roster"), lines.Hash("rosterhash"),
            lines.Value("seal"), lines.Hash("readers"), lines.Hash("conv"), lines.Number("seq"), lines.HashOrNone("prev"),
            lines.Node("from"), lines.Nodes("to"), lines.Time("time"), lines.Cipher(), lines.HashOrNone("stmt"), lines.Refs(), lines.Seen());
        lines.End();
        if (origin.To.Length > MaxRecipients || origin.To.Contains(origin.From)) throw LeafReader.Bad("to");
        if (origin.Sequence == 0 || (origin.Sequence == 1) != origin.Previous is null) throw LeafReader.Bad("seq");
        // One form only: leading zeros and the like would give one message two names.
        if (!text.SequenceEqual(origin.ToBytes())) throw new LeafFormatException("The NRO is not in its canonical form.");
        return origin;
    }

    private LeafWriter WriteHeader() => new LeafWriter()
        .Word(Domain.Heading).Word("NRO")
        .Line("msg", Message.ToString()).Line("channel", Channel.ToString()).Line("kind", Kind.ToWord()).Line("epoch", Epoch)
        .Line("precedence", Precedence.ToWord()).Line("deadline", Deadline)
        .Line("roster", RosterNumber).Line("rosterhash", (Digest?)RosterHash).Line("seal", Seal).Line("readers", (Digest?)Readers)
        .Line("conv", (Digest?)Conversation).Line("seq", Sequence).Line("prev", Previous)
        .Line("from", From.ToString()).Line("to", To).Line("time", Time);
}
