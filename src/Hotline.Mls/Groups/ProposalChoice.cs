namespace Hotline.Mls;

/// <summary>Which of the waiting proposals a commit takes in, so that the list is valid (RFC 9420, section 12.2).</summary>
internal static class ProposalChoice
{
    /// <param name="own">What the committer adds of its own; where both touch one thing, its word goes.</param>
    public static IReadOnlyList<CachedProposal> Of(MlsClient client, GroupState state, IReadOnlyList<Proposal> own)
    {
        // A re-initialisation stands alone; one that waits yields to all others.
        if (own.Any(proposal => proposal is Proposal.ReInit)) return [];
        var waiting = state.Proposals.Where(cached => IsStillValid(client, state, cached)).ToList();
        if (waiting.FindAll(cached => cached.Proposal is not Proposal.ReInit) is { Count: > 0 } others) waiting = others;
        else if (own.Count > 0) return [];
        else if (waiting.Count > 1) waiting = waiting[^1..];
        var touched = own.OfType<Proposal.Remove>().Select(remove => remove.Removed).Append(state.Self).ToHashSet();
        var clients = own.OfType<Proposal.Add>().Select(add => add.KeyPackage.Leaf).ToList();
        var psks = own.OfType<Proposal.Psk>().Select(psk => (ReadOnlyMemory<byte>)Wire.Encode(psk.Id)).ToHashSet(BytesComparer.Instance);
        var extensions = own.Any(proposal => proposal is Proposal.GroupContextExtensions);
        var chosen = new HashSet<CachedProposal>(ReferenceEqualityComparer.Instance);
        // Removals before updates, and the latest update before earlier ones.
        foreach (var cached in waiting.Where(cached => cached.Proposal is Proposal.Remove))
            if (touched.Add(((Proposal.Remove)cached.Proposal).Removed)) chosen.Add(cached);
        foreach (var cached in Enumerable.Reverse(waiting))
        {
            var taken = cached.Proposal switch
            {
                Proposal.Update => touched.Add(cached.Sender.Leaf),
                Proposal.GroupContextExtensions => !extensions && (extensions = true),
                _ => false,
            };
            if (taken) chosen.Add(cached);
        }

        foreach (var cached in waiting)
        {
            var taken = cached.Proposal switch
            {
                Proposal.Add add => IsNew(client, state, clients, touched, add.KeyPackage.Leaf),
                Proposal.Psk psk => psks.Add(Wire.Encode(psk.Id)),
                Proposal.ReInit => true,
                _ => false,
            };
            if (taken) chosen.Add(cached);
        }

        return [.. waiting.Where(chosen.Contains)];
    }

    private static bool IsNew(MlsClient client, GroupState state, List<LeafNode> clients, HashSet<LeafIndex> removed, LeafNode leaf)
    {
        bool Same(LeafNode other) => other.SignatureKey.Span.SequenceEqual(leaf.SignatureKey.Span) || client.Authentication.IsSameClient(other, leaf);
        if (clients.Any(Same) || state.Tree.Members.Any(member => (member == state.Self || !removed.Contains(member)) && Same(state.Tree.Leaf(member)!))) return false;
        clients.Add(leaf);
        return true;
    }

    /// <summary>A key package may have expired while it waited; the application may have changed its mind.</summary>
    private static bool IsStillValid(MlsClient client, GroupState state, CachedProposal cached)
    {
        try
        {
            ProposalList.RequireValid(client, state.Context, state.Tree, cached.Proposal, cached.Sender, state.Context.Extensions);
            return true;
        }
        catch (MlsException)
        {
            return false;
        }
    }
}
