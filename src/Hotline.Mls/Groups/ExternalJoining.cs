using System.Collections.Immutable;
using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>How a client joins by itself.</summary>
public sealed record ExternalJoinOptions
{
    public static ExternalJoinOptions Default { get; } = new();

    /// <summary>The ratchet tree, when it does not come in the group info.</summary>
    public ReadOnlyMemory<byte> RatchetTree { get; init; }

    /// <summary>Our former leaf, which the commit removes: a client that lost its state comes back.</summary>
    public LeafIndex? Replaces { get; init; }

    /// <summary>PSKs to put into the key schedule; the client's options know them.</summary>
    public IReadOnlyList<PskId> Psks { get; init; } = [];

    /// <summary>Signed, not encrypted.</summary>
    public ReadOnlyMemory<byte> AuthenticatedData { get; init; }
}

/// <summary>A commit by which we join; adopt it when the delivery service has accepted it (RFC 9420, section 12.4.3.2).</summary>
public sealed class ExternalJoin : IDisposable
{
    private readonly MlsClient _client;
    private readonly GroupState _state;
    private bool _ended;

    internal ExternalJoin(MlsClient client, GroupState state, MlsMessage message) => (_client, _state, Message) = (client, state, message);

    public MlsMessage Message { get; }

    /// <exception cref="InvalidOperationException">It was adopted or given up.</exception>
    public Group Adopt()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        return new Group(_client, _state);
    }

    /// <summary>Gives it up, unless it was adopted.</summary>
    public void Dispose()
    {
        if (!_ended) _state.Zero();
        _ended = true;
    }
}

/// <summary>Makes external commits.</summary>
internal static class ExternalJoining
{
    public static ExternalJoin Make(MlsClient client, GroupInfo info, ExternalJoinOptions options)
    {
        var ledger = new Ledger();
        try
        {
            return Make(client, info, options, ledger);
        }
        catch
        {
            ledger.GiveUp();
            throw;
        }
    }

    private static ExternalJoin Make(MlsClient client, GroupInfo info, ExternalJoinOptions options, Ledger ledger)
    {
        var suite = client.Suite;
        var former = Joining.RequireInfo(client, info, JoinOptions.Default with { RatchetTree = options.RatchetTree });
        var (kemOutput, initSecret) = ShareInitSecret(suite, ExternalKey(info));
        var sender = new Sender(SenderType.NewMemberCommit, 0);
        List<Proposal> proposals = [new Proposal.ExternalInit(kemOutput), .. options.Psks.Select(psk => new Proposal.Psk(psk))];
        if (options.Replaces is { } old) proposals.Add(new Proposal.Remove(old));
        var change = ProposalList.Apply(client, info.Context, former, [.. proposals.Select(proposal => new CommittedProposal(proposal, sender))], sender);
        var self = change.Tree.LeftmostBlank();
        var none = new PrivateKeys(self, ImmutableDictionary<NodeIndex, KemPrivateKey>.Empty);
        var made = TreeKem.Renew(suite, change.Tree, none, client.NewLeaf(default, null), info.Context.GroupId, client.Signer, ledger);
        LeafRules.RequireFittingMembers(change.Tree, change.Extensions);
        var provisional = Epochs.Provisional(info.Context, change);
        var commit = new Commit([.. proposals.Select(proposal => new ProposalOrRef(proposal, default))], TreeKem.Seal(suite, change.Tree, made, change.NewcomerPlaces, provisional));
        var content = new FramedContent(info.Context.GroupId, info.Context.Epoch, sender, options.AuthenticatedData, new Content(default, null, commit));
        var signature = Framing.Sign(client.Signer, WireFormat.PublicMessage, content, info.Context);
        var interim = Transcript.Interim(suite, info.Context.ConfirmedTranscriptHash.Span, info.ConfirmationTag.Span);
        var confirmed = Transcript.Confirmed(suite, interim, WireFormat.PublicMessage, content, signature);
        var pskSecret = Epochs.Psks(suite, change.Psks, client.Options.Psks);
        var schedule = Epochs.Derive(suite, provisional, confirmed, initSecret, made.CommitSecret, pskSecret, ledger);
        made.Zero();
        foreach (var secret in (byte[][])[initSecret, pskSecret, schedule.Joiner]) CryptographicOperations.ZeroMemory(secret);
        var state = new GroupState
        {
            Context = schedule.Context,
            InterimTranscriptHash = Transcript.Interim(suite, confirmed, schedule.ConfirmationTag),
            ConfirmationTag = schedule.ConfirmationTag,
            Tree = change.Tree,
            Keys = made.Keys,
            Secrets = schedule.Secrets,
            Messages = SecretTree.From(suite, schedule.Encryption, change.Tree.Size),
            Signer = client.Signer,
        };
        return new ExternalJoin(client, state, new MlsMessage { Public = new PublicMessage(content, new ContentAuth(signature, schedule.ConfirmationTag), default) });
    }

    private static byte[] ExternalKey(GroupInfo info)
    {
        if (info.Extensions.Find(ExtensionType.ExternalPub) is not { } found) throw new MlsException(MlsFault.ExternalKeyMissing, "The group info has no external key.");
        var reader = new TlsReader(found.Data.Span);
        var key = reader.ReadOpaque();
        reader.RequireEnd();
        return key;
    }

    /// <summary>Section 8.3.</summary>
    private static (byte[] KemOutput, byte[] InitSecret) ShareInitSecret(CipherSuite suite, byte[] externalKey)
    {
        try
        {
            var (encapsulated, context) = HpkeSetup.Sender(suite.Hpke, externalKey, []);
            using (context) return (encapsulated, context.Export(Epochs.ExternalInitLabel, suite.HashSize()));
        }
        catch (HpkeException refused)
        {
            throw new MlsException(MlsFault.Malformed, "The external key is not one of this suite.", refused);
        }
    }
}
