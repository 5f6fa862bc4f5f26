using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>Processes commits of others (RFC 9420, section 12.4.2).</summary>
internal static class CommitTaking
{
    public static ReceivedCommit Take(Group group, GroupState state, AuthenticatedContent message, Commit commit, Ledger ledger)
    {
        var client = group.Client;
        var suite = client.Suite;
        var sender = message.Content.Sender;
        var external = sender.Type == SenderType.NewMemberCommit;
        if (external && !client.Options.AllowExternalCommits) throw new MlsException(MlsFault.PolicyRefused, "The application allows no external commits.");
        var change = ProposalList.Apply(client, state.Context, state.Tree, Resolve(state, commit, sender), sender);
        if (commit.Path is null && (change.NeedsPath || external)) throw new MlsException(MlsFault.PathRequired, "A commit lacks the path it needs.");
        var committer = external ? change.Tree.LeftmostBlank() : sender.Leaf;
        var path = commit.Path is null ? [] : Merge(client, state, change, commit.Path, committer, external);
        LeafRules.RequireFittingMembers(change.Tree, change.Extensions);
        if (change.Removed.Contains(state.Self)) return new ReceivedCommit(group, Epochs.Removed(client, state, ledger), ledger, message.Content, committer, change);
        var provisional = Epochs.Provisional(state.Context, change);
        var (keys, signer) = OwnKeys(state, change, ledger);
        var commitSecret = new byte[suite.HashSize()];
        if (commit.Path is not null)
            (keys, commitSecret) = TreeKem.Open(suite, change.Tree, keys, commit.Path, path, change.NewcomerPlaces, provisional, ledger);
        var confirmed = Transcript.Confirmed(suite, state.InterimTranscriptHash, message.WireFormat, message.Content, message.Auth.Signature);
        var pskSecret = Epochs.Psks(suite, change.Psks, Epochs.LookupOf(client, state));
        var initSecret = change.ExternalInit is { } init ? ExternalInitSecret(suite, state, init) : state.Secrets.Init;
        var schedule = Epochs.Derive(suite, provisional, confirmed, initSecret, commitSecret, pskSecret, ledger);
        CryptographicOperations.ZeroMemory(pskSecret);
        if (change.ExternalInit is not null) CryptographicOperations.ZeroMemory(initSecret);
        if (!CryptographicOperations.FixedTimeEquals(schedule.ConfirmationTag, message.Auth.ConfirmationTag.Span))
            throw new MlsException(MlsFault.InvalidConfirmationTag, "The confirmation tag of a commit does not hold.");
        var next = Epochs.Next(client, state, schedule, change, keys.FittingTo(change.Tree, ledger), signer, ledger);
        // An update of ours that was committed has new keys, so a restored backup may send again.
        var renewed = !ReferenceEquals(change.Tree.Leaf(state.Self), state.Leaf);
        return new ReceivedCommit(group, renewed ? next with { MustUpdate = false } : next, ledger, message.Content, committer, change);
    }

    /// <summary>Proposals by their references; an external commit may hold none (section 12.4.3.2).</summary>
    private static List<CommittedProposal> Resolve(GroupState state, Commit commit, Sender committer) => [.. commit.Proposals.Select(item =>
    {
        if (item.Proposal is { } proposal) return new CommittedProposal(proposal, committer);
        if (committer.Type != SenderType.Member) throw new MlsException(MlsFault.InvalidExternalCommit, "An external commit refers to proposals.");
        var found = state.Proposals.Find(known => known.Reference.AsSpan().SequenceEqual(item.Reference.Span))
            ?? throw new MlsException(MlsFault.UnknownProposal, "A commit refers to a proposal that has not come.");
        return new CommittedProposal(found.Proposal, found.Sender);
    })];

    private static IReadOnlyList<(NodeIndex Node, NodeIndex Copath)> Merge(
        MlsClient client, GroupState state, EpochChange change, UpdatePath path, LeafIndex committer, bool external)
    {
        var context = state.Context with { Extensions = change.Extensions };
        LeafRules.RequireLeaf(client, path.Leaf, LeafNodeSource.Commit, context, committer);
        // One who comes back replaces its old leaf; any other newcomer is judged as such.
        var former = !external ? state.Tree.Leaf(committer) : change.Removed.Count == 1 ? state.Tree.Leaf(change.Removed.First()) : null;
        if (former is not null) LeafRules.RequireReplacement(client, former, path.Leaf);
        else LeafRules.RequireCredential(client, path.Leaf.Credential, path.Leaf.SignatureKey, CredentialUse.Joining);
        return TreeKem.Merge(change.Tree, committer, path, change.NewcomerPlaces);
    }

    /// <summary>Our private keys as far as the proposals left them, and an update of ours that was committed.</summary>
    private static (PrivateKeys Keys, Cryptography.SigningKey Signer) OwnKeys(GroupState state, EpochChange change, Ledger ledger)
    {
        var leaf = change.Tree.Leaf(state.Self)!;
        if (ReferenceEquals(leaf, state.Leaf)) return (state.Keys.FittingTo(change.Tree, ledger), state.Signer);
        var update = state.Updates.TryGetValue(GroupState.NameOf(leaf.EncryptionKey), out var pending)
            ? pending
            : throw new MlsException(MlsFault.UnknownProposal, "An update of ours is committed whose key we do not have.");
        return (state.Keys.With(state.Self.Node, update.Key, ledger).FittingTo(change.Tree, ledger), update.Signer);
    }

    /// <summary>Section 8.3.</summary>
    private static byte[] ExternalInitSecret(CipherSuite suite, GroupState state, Proposal.ExternalInit init)
    {
        try
        {
            using var key = state.Secrets.ExternalKey(suite);
            using var context = HpkeSetup.Recipient(suite.Hpke, init.KemOutput.Span, key, []);
            return context.Export(Epochs.ExternalInitLabel, suite.HashSize());
        }
        catch (HpkeException refused)
        {
            throw new MlsException(MlsFault.InvalidExternalInit, "An external init cannot be opened.", refused);
        }
    }
}
