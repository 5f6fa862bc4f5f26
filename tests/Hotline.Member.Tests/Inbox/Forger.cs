using System.Collections.Immutable;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Member.Letters;
using Hotline.Rosters;
using Hotline.Statements;
using Hotline.Stores;

namespace Hotline.Member.Tests.Inbox;

/// <summary>A genuine message with all that its readers and a thief of its sender's desk key know of it.</summary>
internal sealed record Genuine(
    MessageId Id, Digest Conversation, DateTimeOffset Time, DateTimeOffset Deadline, NodeName From, RosterMember Recipient, Roster Roster, string Domain, Statement Statement,
    ReadOnlyMemory<byte> Payload)
{
    public static Genuine Of<TDomain>(Envelope<TDomain> envelope, Statement statement, Roster roster)
        where TDomain : struct, ITrafficDomain
    {
        var text = envelope.Origin.Text;
        return new Genuine(
            text.Message, text.Conversation, text.Time, text.Deadline, text.From, roster.Find(text.To[0])!, roster, text.Domain.Name, statement, envelope.Payload);
    }
}

/// <summary>
/// Makes a message of the parts of two. It has stolen the sender's desk key for notes, so that the NRO is always well signed, and knows
/// both plaintexts; what it has not is the officer's key, so both Statements are as they were.
/// </summary>
internal sealed class Forger(Genuine one, Genuine two, Transcript.NoteSigner stolen)
{
    /// <param name="parts">Which are of the second message.</param>
    /// <param name="reseal">Seals the Statement anew, under the mixed header and to the recipient's true key, where the payload would else betray the mix.</param>
    public Envelope<TDomain> Mix<TDomain>(Part parts, bool reseal, TDomain domain)
        where TDomain : struct, ITrafficDomain
    {
        var nro = Of(Part.Nro);
        var recipient = Of(Part.Recipient).Recipient;
        var key = Of(Part.Fingerprint).Recipient.KemFor(SealSuite.HybridLetter)!;
        var roster = Of(Part.Roster).Roster;
        var statement = Of(Part.Statement).Statement;
        ImmutableArray<Reader> readers = [new Reader(recipient.Node, key.Fingerprint)];
        var header = new OriginText<TDomain>(
            domain, nro.Id, ChannelId.Letters, EnvelopeKind.Message, 0, Precedence.Flash, nro.Deadline, roster.Number, roster.Hash, SealSuite.HybridLetter.Name,
            ReaderList.Digest(readers), nro.Conversation, 1, null, nro.From, [recipient.Node], nro.Time, Cipher.Of([]), statement.Document.Hash, [], null);
        var payload = reseal
            ? LetterSeal.Seal(SealState.None, SealSuite.HybridLetter, new SealBinding(header.Binding(), statement.Document.Hash), [recipient.KemFor(SealSuite.HybridLetter)!], StatementForm.Write(statement)).Payload
            : Of(Part.Payload).Payload;
        return new Envelope<TDomain>(NoteSigning.SignOrigin(header with { Cipher = Cipher.Of(payload.Span) }, stolen), payload);

        Genuine Of(Part part) => parts.HasFlag(part) ? two : one;
    }
}
