using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Member.Keys;
using Hotline.Member.Letters;
using Hotline.Rosters;
using Hotline.Statements;
using Hotline.Stores;

namespace Hotline.Member;

/// <summary>What a draft is composed on: the present roster, the conversation and the last hub checkpoint.</summary>
/// <param name="Head">Null for the conversation's first message.</param>
internal sealed record ComposeOn(Roster Roster, string Conversation, ConversationHead? Head, SealState State, Seen? Seen, DateTimeOffset Now);

/// <summary>Makes of a draft a signed Statement, its seal and the signed NRO. Pure but for randomness; keeping it is another's work.</summary>
internal sealed class Composer<TDomain>(MemberStart<TDomain> start, Archive archive)
    where TDomain : struct, ITrafficDomain
{
    private const int SaltSize = 16;

    /// <summary>The recipients' keys, or why the draft cannot be sealed to them.</summary>
    public static (SealSuite? Suite, ImmutableArray<RosterMember> Members, string? Why) Resolve(Draft draft, Roster roster, NodeName self, DateTimeOffset now)
    {
        var members = ImmutableArray.CreateBuilder<RosterMember>(draft.To.Length);
        foreach (var node in draft.To)
        {
            if (node == self) return (null, [], "A message to yourself needs no hub.");
            if (roster.Find(node) is not { } member) return (null, [], $"{node} is on no roster known here: check the name with 'hotline roster show'.");
            if (member.IsRevokedAt(now)) return (null, [], $"{member.Member}'s keys are revoked since {LeafText.FormatTime(member.RevokedSince!.Value)}.");
            members.Add(member);
        }

        var wanted = draft.Seal is { } named ? [named] : new[] { SealSuite.HybridLetter, SealSuite.ClassicalLetter };
        var suite = wanted.FirstOrDefault(candidate => members.All(member => member.KemFor(candidate) is not null && candidate.IsAtLeast(member.MinimumSeal)));
        return suite is null ? (null, [], "There is no seal that every recipient opens: send to each alone.") : (suite, members.MoveToImmutable(), null);
    }

    public MemberStep<TDomain>.Send Compose(Draft draft, MessageId id, SealSuite suite, ImmutableArray<RosterMember> members, ComposeOn on)
    {
        var role = draft.Kind == EnvelopeKind.Objects ? start.Keys.Service : start.Keys.Desk;
        var keys = members.Select(member => member.KemFor(suite)!).ToImmutableArray();
        ImmutableArray<Reader> readers = [.. members.Zip(keys, (member, key) => new Reader(member.Node, key.Fingerprint))];
        var salt = on.Head?.Salt ?? RandomNumberGenerator.GetBytes(SaltSize);
        var fields = Fields(draft, on, salt);
        var document = StatementDocument.Compose(start.Domain.Name, id, start.Node, readers, draft.Channel, on.Roster.Hash, fields);
        var statement = new Statement(document, fields, StatementSigning.Sign(document, role.Statements), draft.Attachments.IsDefault ? [] : draft.Attachments);
        var header = new OriginText<TDomain>(
            start.Domain, id, draft.Channel, draft.Kind, 0, draft.Precedence, DeadlineOf(draft, on.Now), on.Roster.Number, on.Roster.Hash, suite.Name,
            ReaderList.Digest(readers), ConversationDigest(salt.Span, on.Conversation), (on.Head?.Sequence ?? 0) + 1, on.Head?.Last, start.Node,
            [.. members.Select(member => member.Node)], on.Now, Cipher.Of([]), document.Hash, [], on.Seen);
        var plaintext = StatementForm.Write(statement);
        try
        {
            var (payload, next) = LetterSeal.Seal(on.State, suite, new SealBinding(header.Binding(), document.Hash), keys, plaintext);
            var origin = NoteSigning.SignOrigin(header with { Cipher = Cipher.Of(payload) }, role.Notes);
            var kept = archive.Keep(Direction.Sent, new Channels.MessageKey(start.Node, id), plaintext);
            return new MemberStep<TDomain>.Send(new Envelope<TDomain>(origin, payload), next, kept, on.Conversation, salt, draft.Source);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>What stands in the NRO for a conversation: nobody outside can tell which it is.</summary>
    public static Digest ConversationDigest(ReadOnlySpan<byte> salt, string conversation) => Digest.Of([.. salt, .. Encoding.UTF8.GetBytes(conversation)]);

    private static DateTimeOffset DeadlineOf(Draft draft, DateTimeOffset now) =>
        LeafText.WholeMilliseconds(draft.Deadline ?? draft.ReplyBy ?? (now + Draft.TimeFor(draft.Kind == EnvelopeKind.Objects ? Precedence.Deferred : draft.Precedence)));

    private static ImmutableArray<Disclosure> Fields(Draft draft, ComposeOn on, ReadOnlyMemory<byte> salt)
    {
        var fields = ImmutableArray.CreateBuilder<Disclosure>();
        Add(StatementFields.Subject, draft.Subject);
        Add(StatementFields.Body, draft.Body);
        Add(StatementFields.Officer, draft.Officer);
        Add(StatementFields.Role, draft.Kind == EnvelopeKind.Objects ? "service" : "desk");
        Add(StatementFields.Time, LeafText.FormatTime(on.Now));
        Add(StatementFields.ReplyBy, draft.ReplyBy is { } time ? LeafText.FormatTime(time) : null);
        Add(StatementFields.Conversation, on.Conversation);
        Add(StatementFields.ConversationSalt, Convert.ToBase64String(salt.Span));
        if (!draft.Attachments.IsDefaultOrEmpty)
            fields.Add(Disclosure.New(StatementFields.Attachments, new JsonArray([.. draft.Attachments.Select(attachment => (JsonNode)attachment.ToField())])));
        return fields.ToImmutable();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value)) fields.Add(Disclosure.New(name, value));
        }
    }
}
