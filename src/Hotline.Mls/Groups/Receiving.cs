namespace Hotline.Mls;

/// <summary>Opens and judges what arrives (RFC 9420, sections 6 and 12.1). Nothing changes until the step is adopted.</summary>
internal static class Receiving
{
    public static Received Process(Group group, MlsMessage message)
    {
        var ledger = new Ledger();
        try
        {
            if (!message.GroupId.Span.SequenceEqual(group.State.Context.GroupId.Span) || message.ContentType == ContentType.None)
                throw new MlsException(MlsFault.WrongGroup, "A message is not for this group.");
            return message.Private is { } secret ? ProcessPrivate(group, secret, ledger) : ProcessPublic(group, message.Public!, ledger);
        }
        catch
        {
            ledger.GiveUp();
            throw;
        }
    }

    private static Received ProcessPublic(Group group, PublicMessage message, Ledger ledger)
    {
        var (client, state) = (group.Client, group.State);
        RequireOpen(state, message.Content.Epoch);
        var content = Framing.Open(client.Suite, message, state.Context, state.Secrets.Membership);
        if (content.Content.Sender is { Type: SenderType.Member } sender && sender.Leaf == state.Self) throw OwnMessage();
        Framing.RequireSignature(client.Suite, SignatureKeyOf(state, content).Span, content, state.Context);
        return Judge(group, state, content, ledger);
    }

    private static Received ProcessPrivate(Group group, PrivateMessage message, Ledger ledger)
    {
        var (client, state) = (group.Client, group.State);
        if (message.ContentType == ContentType.Application && (message.Epoch != state.Context.Epoch || state.Phase == GroupPhase.Removed))
            return ProcessLate(group, message, ledger);
        if (message.ContentType == ContentType.Application) RequireEpoch(state, message.Epoch);
        else RequireOpen(state, message.Epoch);
        var sender = PrivateFraming.OpenSenderData(client.Suite, message, state.Secrets.SenderData);
        if (state.Tree.Leaf(sender.Leaf) is not { } leaf) throw new MlsException(MlsFault.InvalidSender, "A message is from a leaf where nobody is.");
        if (sender.Leaf == state.Self) throw OwnMessage();
        var kind = message.ContentType == ContentType.Application ? RatchetKind.Application : RatchetKind.Handshake;
        var (content, messages) = Open(client, message, sender, state.Messages, kind, ledger);
        Framing.RequireSignature(client.Suite, leaf.SignatureKey.Span, content, state.Context);
        return Judge(group, state with { Messages = messages }, content, ledger);
    }

    /// <summary>Application data of an epoch that is over (section 15.3).</summary>
    private static ReceivedData ProcessLate(Group group, PrivateMessage message, Ledger ledger)
    {
        var (client, state) = (group.Client, group.State);
        var at = state.Past.FindIndex(epoch => epoch.Context.Epoch == message.Epoch);
        if (at < 0) throw new MlsException(MlsFault.WrongEpoch, $"A message is of epoch {message.Epoch}, which is not kept.");
        var past = state.Past[at];
        var sender = PrivateFraming.OpenSenderData(client.Suite, message, past.SenderData);
        if (sender.Leaf.Value >= past.Signers.Count || past.Signers[(int)sender.Leaf.Value].IsEmpty) throw new MlsException(MlsFault.InvalidSender, "A message is from a leaf where nobody was.");
        if (sender.Leaf == state.Self) throw OwnMessage();
        var (content, messages) = Open(client, message, sender, past.Messages, RatchetKind.Application, ledger);
        Framing.RequireSignature(client.Suite, past.Signers[(int)sender.Leaf.Value].Span, content, past.Context);
        return new ReceivedData(group, state with { Past = state.Past.SetItem(at, past with { Messages = messages }) }, ledger, content.Content);
    }

    private static (AuthenticatedContent Content, SecretTree Messages) Open(
        MlsClient client, PrivateMessage message, SenderData sender, SecretTree tree, RatchetKind kind, Ledger ledger)
    {
        var (key, messages) = tree.Take(sender.Leaf, kind, sender.Generation, client.Options.Ratchets, ledger);
        return (PrivateFraming.Open(client.Suite, message, sender, key), messages);
    }

    private static Received Judge(Group group, GroupState state, AuthenticatedContent content, Ledger ledger) => content.Content.Content switch
    {
        { Commit: { } commit } => CommitTaking.Take(group, state, content, commit, ledger),
        { Proposal: { } proposal } => TakeProposal(group, state, content, proposal, ledger),
        _ => new ReceivedData(group, state, ledger, content.Content),
    };

    private static ReceivedProposal TakeProposal(Group group, GroupState state, AuthenticatedContent content, Proposal proposal, Ledger ledger)
    {
        var client = group.Client;
        ProposalList.RequireValid(client, state.Context, state.Tree, proposal, content.Content.Sender, state.Context.Extensions);
        if (proposal is Proposal.ExternalInit) throw new MlsException(MlsFault.InvalidExternalInit, "An external init comes outside an external commit.");
        var reference = content.ProposalReference(client.Suite);
        var proposals = state.Proposals;
        if (!proposals.Exists(known => known.Reference.AsSpan().SequenceEqual(reference))) proposals = proposals.Add(new CachedProposal(reference, content));
        if (proposals.Count > client.Options.MaxProposals) throw new MlsException(MlsFault.TooManyProposals, "More proposals came in this epoch than are kept.");
        return new ReceivedProposal(group, state with { Proposals = proposals }, ledger, content.Content, reference);
    }

    /// <summary>The key that must have signed, by who says it sent (section 6.1).</summary>
    private static ReadOnlyMemory<byte> SignatureKeyOf(GroupState state, AuthenticatedContent message)
    {
        var (sender, content) = (message.Content.Sender, message.Content.Content);
        switch (sender.Type)
        {
            case SenderType.Member:
                return state.Tree.Leaf(sender.Leaf)?.SignatureKey ?? throw new MlsException(MlsFault.InvalidSender, "A message is from a leaf where nobody is.");
            case SenderType.External:
                var senders = state.Context.Extensions.ExternalSenders();
                if (sender.Index >= senders.Count || content.Proposal is null) throw new MlsException(MlsFault.InvalidSender, "A message is from outside, and not from one who may propose.");
                return senders[(int)sender.Index].SignatureKey;
            case SenderType.NewMemberProposal:
                return content.Proposal is Proposal.Add add
                    ? add.KeyPackage.Leaf.SignatureKey
                    : throw new MlsException(MlsFault.InvalidSender, "A newcomer may propose only to be added.");
            default:
                return content.Commit?.Path?.Leaf.SignatureKey ?? throw new MlsException(MlsFault.InvalidSender, "A newcomer may send only a commit with a path.");
        }
    }

    /// <summary>Handshakes are of the current epoch, and of a group that goes on.</summary>
    private static void RequireOpen(GroupState state, ulong epoch)
    {
        if (state.Phase != GroupPhase.Active) throw new MlsException(MlsFault.GroupClosed, "The group takes no more handshakes.");
        RequireEpoch(state, epoch);
    }

    private static void RequireEpoch(GroupState state, ulong epoch)
    {
        if (epoch != state.Context.Epoch) throw new MlsException(MlsFault.WrongEpoch, $"A message is of epoch {epoch}, not of {state.Context.Epoch}.");
    }

    private static MlsException OwnMessage() => new(MlsFault.OwnMessage, "The message is our own: adopt the step that made it.");
}
