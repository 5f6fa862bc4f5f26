using System.Security.Cryptography;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>How a commit is made.</summary>
public sealed record CommitOptions
{
    public static CommitOptions Default { get; } = new();

    /// <summary>Whether proposals that wait are taken in, as a committer should (RFC 9420, section 12.4). Default true.</summary>
    public bool IncludeWaiting { get; init; } = true;

    /// <summary>Whether our keys are renewed even where the proposals do not demand it. Default true.</summary>
    public bool RenewKeys { get; init; } = true;

    /// <summary>Whether the Welcome carries the ratchet tree; else it must reach the newcomers in another way. Default true.</summary>
    public bool TreeInWelcome { get; init; } = true;

    /// <summary>Encrypted or not; null for what the client does by default.</summary>
    public bool? Encrypt { get; init; }

    /// <summary>Signed, not encrypted.</summary>
    public ReadOnlyMemory<byte> AuthenticatedData { get; init; }

    /// <summary>A new signature key for our leaf; the caller's, to be kept from adoption on.</summary>
    public SigningKey? NewSigner { get; init; }

    /// <summary>A new credential for our leaf.</summary>
    public Credential? NewCredential { get; init; }
}

/// <summary>Makes commits (RFC 9420, section 12.4.1). Nothing of the group changes until the commit is adopted.</summary>
internal static class CommitMaking
{
    /// <param name="succession">A PSK that ties a new group to the one before it (sections 11.2 and 11.3), or null.</param>
    public static PendingCommit Make(Group group, IReadOnlyList<Proposal> own, CommitOptions options, PskLookup? succession = null)
    {
        var (client, state, ledger) = (group.Client, group.State, new Ledger());
        try
        {
            return Make(group, client, state, own, options, succession, ledger);
        }
        catch
        {
            ledger.GiveUp();
            throw;
        }
    }

    private static PendingCommit Make(
        Group group, MlsClient client, GroupState state, IReadOnlyList<Proposal> own, CommitOptions options, PskLookup? succession, Ledger ledger)
    {
        var suite = client.Suite;
        var self = Sender.Member(state.Self);
        var waiting = options.IncludeWaiting ? ProposalChoice.Of(client, state, own) : [];
        List<CommittedProposal> list = [.. waiting.Select(cached => new CommittedProposal(cached.Proposal, cached.Sender)), .. own.Select(proposal => new CommittedProposal(proposal, self))];
        var change = ProposalList.Apply(client, state.Context, state.Tree, list, self, succeeding: succession is not null);
        var signer = options.NewSigner ?? state.Signer;
        var renew = change.NeedsPath || options.RenewKeys || options.NewSigner is not null || options.NewCredential is not null || state.MustUpdate;
        // A group that ends needs no new keys.
        if (change.ReInit is not null && !change.NeedsPath) renew = false;
        var keys = state.Keys.FittingTo(change.Tree, ledger);
        var made = renew ? TreeKem.Renew(suite, change.Tree, keys, Template(client, state, options), state.Context.GroupId, signer, ledger) : null;
        if (made is not null && (options.NewSigner is not null || options.NewCredential is not null)) LeafRules.RequireReplacement(client, state.Leaf, made.Leaf);
        LeafRules.RequireFittingMembers(change.Tree, change.Extensions);
        var provisional = Epochs.Provisional(state.Context, change);
        var path = made is null ? null : TreeKem.Seal(suite, change.Tree, made, change.NewcomerPlaces, provisional);
        var commit = new Commit([.. waiting.Select(cached => new ProposalOrRef(null, cached.Reference)), .. own.Select(proposal => new ProposalOrRef(proposal, default))], path);
        var format = options.Encrypt ?? client.Options.EncryptHandshakes ? WireFormat.PrivateMessage : WireFormat.PublicMessage;
        var content = new FramedContent(state.Context.GroupId, state.Context.Epoch, self, options.AuthenticatedData, new Content(default, null, commit));
        var signature = Framing.Sign(state.Signer, format, content, state.Context);
        var confirmed = Transcript.Confirmed(suite, state.InterimTranscriptHash, format, content, signature);
        var known = Epochs.LookupOf(client, state);
        var pskSecret = Epochs.Psks(suite, change.Psks, id => succession?.Invoke(id) ?? known(id));
        var commitSecret = made?.CommitSecret ?? new byte[suite.HashSize()];
        var schedule = Epochs.Derive(suite, provisional, confirmed, state.Secrets.Init, commitSecret, pskSecret, ledger);
        var message = Sending.Protect(client, state, new AuthenticatedContent(format, content, new ContentAuth(signature, schedule.ConfirmationTag)), ledger, out var sent);
        var welcome = change.Newcomers.Count == 0 ? null : Welcoming.Make(client, schedule, change, made, state.Self, signer, options.TreeInWelcome);
        CryptographicOperations.ZeroMemory(pskSecret);
        made?.Zero();
        var next = Epochs.Next(client, sent, schedule, change, made?.Keys ?? keys, signer, ledger);
        return new PendingCommit(group, made is null ? next : next with { MustUpdate = false }, ledger, message, welcome);
    }

    private static LeafNode Template(MlsClient client, GroupState state, CommitOptions options)
    {
        var fresh = client.NewLeaf(default, null);
        return new LeafNode
        {
            EncryptionKey = default,
            SignatureKey = (options.NewSigner ?? state.Signer).PublicKey,
            Credential = options.NewCredential ?? state.Leaf.Credential,
            Capabilities = fresh.Capabilities,
            Source = LeafNodeSource.Commit,
            Extensions = fresh.Extensions,
        };
    }
}
