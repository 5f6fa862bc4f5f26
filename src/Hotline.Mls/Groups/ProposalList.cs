using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>A proposal in a commit, and who made it.</summary>
internal sealed record CommittedProposal(Proposal Proposal, Sender Sender);

/// <summary>What a valid list of proposals does to a group (RFC 9420, section 12.3).</summary>
/// <param name="Tree">A copy of its own, with the proposals applied.</param>
internal sealed record EpochChange(
    IReadOnlyList<CommittedProposal> Proposals,
    RatchetTree Tree,
    IReadOnlyList<Extension> Extensions,
    IReadOnlyList<(LeafIndex Place, KeyPackage KeyPackage)> Newcomers,
    IReadOnlySet<LeafIndex> Removed,
    IReadOnlyList<PskId> Psks,
    Proposal.ExternalInit? ExternalInit,
    Proposal.ReInit? ReInit)
{
    public IReadOnlySet<LeafIndex> NewcomerPlaces { get; } = Newcomers.Select(newcomer => newcomer.Place).ToHashSet();

    /// <summary>Section 12.4.</summary>
    public bool NeedsPath => Proposals.Count == 0 || Proposals.Any(proposal => proposal.Proposal.NeedsPath);
}

/// <summary>Validity and effect of a commit's proposals (RFC 9420, sections 12.2 and 12.3).</summary>
internal static class ProposalList
{
    public static ProposalOrigin OriginOf(Sender sender) => new(
        sender.Type == SenderType.Member ? sender.Leaf : null, sender.Type == SenderType.External ? sender.Index : null);

    /// <summary>What can be said of a proposal by itself, when it arrives.</summary>
    /// <exception cref="MlsException">It is invalid.</exception>
    public static void RequireValid(MlsClient client, GroupContext former, RatchetTree tree, Proposal proposal, Sender sender, IReadOnlyList<Extension> extensions)
    {
        if (sender.Type == SenderType.External && !proposal.MayComeFromOutside)
            throw new MlsException(MlsFault.InvalidExternalProposal, $"A proposal of type {proposal.Type} may not come from outside.");
        if (!client.Options.Policy(proposal, OriginOf(sender))) throw new MlsException(MlsFault.PolicyRefused, "The application does not allow a proposal.");
        var context = former with { Extensions = extensions };
        switch (proposal)
        {
            case Proposal.Add add:
                LeafRules.RequireKeyPackage(client, add.KeyPackage, context);
                break;
            case Proposal.Update update:
                if (sender.Type != SenderType.Member) throw new MlsException(MlsFault.InvalidSender, "Only a member updates its leaf.");
                LeafRules.RequireLeaf(client, update.Leaf, LeafNodeSource.Update, context, sender.Leaf);
                LeafRules.RequireReplacement(client, tree.Leaf(sender.Leaf)!, update.Leaf);
                break;
            case Proposal.Remove remove:
                if (tree.Leaf(remove.Removed) is null) throw new MlsException(MlsFault.UnknownMember, $"Nobody is at leaf {remove.Removed}.");
                break;
            case Proposal.Psk psk:
                RequirePsk(client.Suite, psk.Id);
                break;
            case Proposal.ReInit reInit:
                if (reInit.Version < KeyPackage.Mls10) throw new MlsException(MlsFault.InvalidReInit, "A re-initialisation goes back to an older version.");
                reInit.Extensions.RequireDistinct();
                break;
            case Proposal.GroupContextExtensions changed:
                RequireContextExtensions(client, changed.Extensions, former.Extensions);
                break;
        }
    }

    /// <summary>Checks a list as a whole, and applies it to a copy of the tree.</summary>
    /// <param name="succeeding">Whether this first commit makes a group that follows another by re-init or branch.</param>
    /// <exception cref="MlsException">The list is invalid.</exception>
    public static EpochChange Apply(
        MlsClient client, GroupContext context, RatchetTree tree, IReadOnlyList<CommittedProposal> proposals, Sender committer, bool succeeding = false)
    {
        var external = committer.Type == SenderType.NewMemberCommit;
        if (external) RequireExternalList(proposals);
        else RequireRegularList(proposals, committer.Leaf);
        RequireDistinctPsks(proposals);
        var changed = Of<Proposal.GroupContextExtensions>(proposals).ToList();
        if (changed.Count > 1) throw new MlsException(MlsFault.DuplicateContextExtensions, "The context's extensions are replaced twice.");
        // The new extensions hold for all other proposals of the list (section 12.3).
        var extensions = changed.Count == 1 ? changed[0].Extensions : context.Extensions;
        foreach (var (proposal, sender) in proposals)
        {
            if (succeeding && proposal is Proposal.Psk { Id: PskId.Resumption { Usage: not PskUsage.Application } }) continue;
            RequireValid(client, context, tree, proposal, sender, extensions);
        }

        return ApplyTo(client, tree.Copy(), proposals, extensions);
    }

    private static EpochChange ApplyTo(MlsClient client, RatchetTree tree, IReadOnlyList<CommittedProposal> proposals, IReadOnlyList<Extension> extensions)
    {
        var removed = Of<Proposal.Remove>(proposals).Select(remove => remove.Removed).ToHashSet();
        foreach (var (proposal, sender) in proposals)
            if (proposal is Proposal.Update update) tree.Update(sender.Leaf, update.Leaf);
        foreach (var leaf in removed) tree.Remove(leaf);
        RequireNewClients(client, tree, [.. Of<Proposal.Add>(proposals)]);
        var newcomers = Of<Proposal.Add>(proposals).Select(add => (tree.Add(add.KeyPackage.Leaf), add.KeyPackage)).ToList();
        return new EpochChange(
            proposals,
            tree,
            extensions,
            newcomers,
            removed,
            [.. Of<Proposal.Psk>(proposals).Select(psk => psk.Id)],
            Of<Proposal.ExternalInit>(proposals).FirstOrDefault(),
            Of<Proposal.ReInit>(proposals).FirstOrDefault());
    }

    private static IEnumerable<T> Of<T>(IReadOnlyList<CommittedProposal> proposals)
        where T : Proposal => proposals.Select(proposal => proposal.Proposal).OfType<T>();

    /// <summary>Section 12.2, for a commit of a member.</summary>
    private static void RequireRegularList(IReadOnlyList<CommittedProposal> proposals, LeafIndex committer)
    {
        var touched = new HashSet<LeafIndex>();
        foreach (var (proposal, sender) in proposals)
        {
            if (proposal is Proposal.ExternalInit) throw new MlsException(MlsFault.InvalidExternalInit, "A member's commit holds an external init.");
            if (proposal is Proposal.ReInit && proposals.Count > 1) throw new MlsException(MlsFault.InvalidReInit, "A re-initialisation stands beside other proposals.");
            LeafIndex? leaf = proposal switch
            {
                Proposal.Update => sender.Leaf,
                Proposal.Remove remove => remove.Removed,
                _ => null,
            };
            if (leaf is not { } target) continue;
            if (target == committer) throw new MlsException(MlsFault.CommitterProposal, "A committer updates or removes itself.");
            if (!touched.Add(target)) throw new MlsException(MlsFault.ConflictingProposals, $"Two proposals touch leaf {target}.");
        }
    }

    /// <summary>Section 12.2, for a commit of one who joins by it.</summary>
    private static void RequireExternalList(IReadOnlyList<CommittedProposal> proposals)
    {
        if (Of<Proposal.ExternalInit>(proposals).Count() != 1) throw new MlsException(MlsFault.InvalidExternalInit, "An external commit has not exactly one external init.");
        if (Of<Proposal.Remove>(proposals).Count() > 1) throw new MlsException(MlsFault.InvalidExternalCommit, "An external commit removes more than one member.");
        if (proposals.Any(proposal => proposal.Proposal is not (Proposal.ExternalInit or Proposal.Remove or Proposal.Psk)))
            throw new MlsException(MlsFault.InvalidExternalCommit, "An external commit holds a proposal that it may not.");
    }

    private static void RequireDistinctPsks(IReadOnlyList<CommittedProposal> proposals)
    {
        var seen = new HashSet<ReadOnlyMemory<byte>>(BytesComparer.Instance);
        foreach (var psk in Of<Proposal.Psk>(proposals))
            if (!seen.Add(Wire.Encode(psk.Id))) throw new MlsException(MlsFault.DuplicatePsk, "One PSK is proposed twice.");
    }

    /// <summary>Nobody is added twice, nor who is a member and stays one.</summary>
    private static void RequireNewClients(MlsClient client, RatchetTree tree, IReadOnlyList<Proposal.Add> adds)
    {
        var present = tree.Members.Select(member => tree.Leaf(member)!).ToList();
        foreach (var add in adds)
        {
            var leaf = add.KeyPackage.Leaf;
            if (present.Any(other => other.SignatureKey.Span.SequenceEqual(leaf.SignatureKey.Span) || client.Authentication.IsSameClient(other, leaf)))
                throw new MlsException(MlsFault.DuplicateClient, "A client is added that is in the group, or is added twice.");
            present.Add(leaf);
        }
    }

    private static void RequirePsk(CipherSuite suite, PskId id)
    {
        if (id.Nonce.Length != suite.HashSize()) throw new MlsException(MlsFault.InvalidPsk, "A PSK's nonce has another size than the hash.");
        if (id is PskId.Resumption { Usage: not PskUsage.Application }) throw new MlsException(MlsFault.InvalidPsk, "A PSK for re-init or branch stands in another commit.");
    }

    private static void RequireContextExtensions(MlsClient client, IReadOnlyList<Extension> extensions, IReadOnlyList<Extension> former)
    {
        extensions.RequireDistinct();
        foreach (var extension in extensions)
            if (extension.Type is ExtensionType.ApplicationId or ExtensionType.RatchetTree or ExtensionType.ExternalPub)
                throw new MlsException(MlsFault.InvalidExtensions, $"Extension {extension.Type} does not belong in a group's context.");
        var known = former.ExternalSenders();
        foreach (var sender in extensions.ExternalSenders())
            if (!known.Any(other => other.Credential.Equals(sender.Credential) && other.SignatureKey.Span.SequenceEqual(sender.SignatureKey.Span)))
                LeafRules.RequireCredential(client, sender.Credential, sender.SignatureKey, CredentialUse.ExternalSender);
    }
}
