using System.Security.Cryptography;
using Hotline.Channels;
using Hotline.Cryptography.Hpke;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Member.Keys;
using Hotline.Member.Letters;
using Hotline.Receipts;
using Hotline.Statements;
using Hotline.Stores;

namespace Hotline.Member.Inbox;

/// <summary>STIX objects that came in a letter, for the collection they belong to.</summary>
/// <param name="Content">A TAXII envelope.</param>
public sealed record OpenedObjects(NodeName From, ChannelId Channel, ReadOnlyMemory<byte> Content);

/// <summary>What opening an envelope gave.</summary>
internal abstract record OpeningResult
{
    public sealed record Opened(Statement Statement, ArchivedContent Archived, SealState Next, string Conversation) : OpeningResult;

    public sealed record Refused(RefusalReason Reason, string Rule) : OpeningResult;
}

/// <summary>Opens envelopes whose NRO is evidence, and judges what is inside. Nothing is kept here.</summary>
internal sealed class Opening<TDomain>(MemberStart<TDomain> start)
    where TDomain : struct, ITrafficDomain
{
    private readonly Archive _archive = new(start.Keys.Archive);

    /// <param name="state">The seal's state before; empty for letters.</param>
    public OpeningResult Open(Envelope<TDomain> envelope, SealState state)
    {
        var origin = envelope.Origin;
        var text = origin.Text;
        if (SealSuite.Find(text.Seal) is not { } suite || !start.Keys.Kem.TryGetValue(suite, out var key)) return Refuse(RefusalReason.Suite, "unknown seal");
        if (start.Rosters.Current.Find(start.Node) is { } own && !suite.IsAtLeast(own.MinimumSeal)) return Refuse(RefusalReason.Suite, "below the minimum");
        if (start.Rosters.Series.Find(text.RosterHash) is not { } roster) return Refuse(RefusalReason.UnknownRoster, "unknown roster");
        if (text.Statement is not { } stmt) return Refuse(RefusalReason.Mismatch, "no Statement");
        byte[]? plaintext = null;
        try
        {
            (plaintext, var next) = LetterSeal.Open(state, suite, new SealBinding(text.Binding(), stmt), key, envelope.Payload.Span);
            if (plaintext is null) return Refuse(RefusalReason.Mismatch, "no plaintext");
            var statement = StatementForm.Read(plaintext);
            if (StatementVerifier.Verify(statement, origin, roster, start.Node, start.Keys.KemFingerprints) is { } fault)
                return Refuse(fault == StatementFault.Signature ? RefusalReason.Signature : RefusalReason.Mismatch, fault.ToString());
            if (ConversationOf(statement, text) is not { } conversation) return Refuse(RefusalReason.Mismatch, "conversation");
            var archived = _archive.Keep(Direction.Received, new MessageKey(text.From, text.Message), plaintext);
            return new OpeningResult.Opened(statement, archived, next, conversation);
        }
        catch (HpkeException sealedShut)
        {
            return Refuse(RefusalReason.Mismatch, sealedShut.Message);
        }
        catch (StatementFormatException malformed)
        {
            return Refuse(RefusalReason.Mismatch, malformed.Message);
        }
        finally
        {
            // Attachments are slices of their own copies; the statement does not need this buffer any more.
            if (plaintext is not null) CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    /// <summary>The conversation the Statement names, if it is the one that the NRO digests.</summary>
    private static string? ConversationOf(Statement statement, OriginText<TDomain> text)
    {
        if (statement.Text(StatementFields.Conversation) is not { } conversation || statement.Text(StatementFields.ConversationSalt) is not { } saltText) return null;
        Span<byte> salt = stackalloc byte[64];
        return Convert.TryFromBase64String(saltText, salt, out var size) && Composer<TDomain>.ConversationDigest(salt[..size], conversation) == text.Conversation
            ? conversation
            : null;
    }

    private static OpeningResult.Refused Refuse(RefusalReason reason, string rule) => new(reason, rule);
}
