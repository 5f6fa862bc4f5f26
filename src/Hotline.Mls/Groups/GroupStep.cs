namespace Hotline.Mls;

/// <summary>
/// A step from one state of a group to the next. Nothing has changed yet: <see cref="Adopt"/> it, when it is kept and sent or accepted, or
/// dispose it, and the state stays what it was.
/// </summary>
public abstract class GroupStep : IDisposable
{
    private readonly Group _from;
    private readonly GroupState _next;
    private readonly Ledger _ledger;
    private bool _ended;

    private protected GroupStep(Group from, GroupState next, Ledger ledger) => (_from, _next, _ledger) = (from, next, ledger);

    /// <summary>
    /// The next state. The one before is over: its secrets that were used up are zeroed (RFC 9420, section 9.2), and it refuses all further use.
    /// </summary>
    /// <exception cref="InvalidOperationException">The step was adopted or disposed, or another step from the same state was adopted.</exception>
    public Group Adopt()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _from.Supersede();
        _ended = true;
        _ledger.Adopt();
        return new Group(_from.Client, _next);
    }

    /// <summary>The next state as it will be after <see cref="Adopt"/>, sealed, so that it can be kept before anything is sent.</summary>
    /// <param name="stateKey">32 bytes, the caller's.</param>
    /// <exception cref="InvalidOperationException">The step was adopted or disposed.</exception>
    public byte[] SaveNext(ReadOnlySpan<byte> stateKey)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        return SavedGroup.Save(_next, stateKey);
    }

    /// <summary>Gives the step up, unless it was adopted: what it made is zeroed.</summary>
    public void Dispose()
    {
        if (!_ended) _ledger.GiveUp();
        _ended = true;
        GC.SuppressFinalize(this);
    }
}

/// <summary>A message of ours, to be sent once the next state is kept.</summary>
public sealed class SealedMessage : GroupStep
{
    internal SealedMessage(Group from, GroupState next, Ledger ledger, MlsMessage message)
        : base(from, next, ledger) => Message = message;

    public MlsMessage Message { get; }
}

/// <summary>A commit of ours, to be adopted when the delivery service has accepted it, and given up when another won.</summary>
public sealed class PendingCommit : GroupStep
{
    internal PendingCommit(Group from, GroupState next, Ledger ledger, MlsMessage message, MlsMessage? welcome)
        : base(from, next, ledger) => (Message, Welcome) = (message, welcome);

    public MlsMessage Message { get; }

    /// <summary>For those whom the commit adds; it must not leave before the commit is accepted (RFC 9420, section 14). Null when it adds nobody.</summary>
    public MlsMessage? Welcome { get; }
}

/// <summary>What a message turned out to be.</summary>
public abstract class Received : GroupStep
{
    private protected Received(Group from, GroupState next, Ledger ledger, FramedContent content)
        : base(from, next, ledger) => (AuthenticatedData, Epoch) = (content.AuthenticatedData, content.Epoch);

    /// <summary>What the sender signed but did not encrypt.</summary>
    public ReadOnlyMemory<byte> AuthenticatedData { get; }

    public ulong Epoch { get; }
}

/// <summary>Application data.</summary>
public sealed class ReceivedData : Received
{
    internal ReceivedData(Group from, GroupState next, Ledger ledger, FramedContent content)
        : base(from, next, ledger, content) => (Sender, Data) = (content.Sender.Leaf, content.Content.ApplicationData);

    /// <summary>A member of <see cref="Received.Epoch"/>, which may be a past one.</summary>
    public LeafIndex Sender { get; }

    public ReadOnlyMemory<byte> Data { get; }
}

/// <summary>A proposal, which now waits for a commit.</summary>
public sealed class ReceivedProposal : Received
{
    internal ReceivedProposal(Group from, GroupState next, Ledger ledger, FramedContent content, byte[] reference)
        : base(from, next, ledger, content) => (Proposal, Origin, Reference) = (content.Content.Proposal!, ProposalList.OriginOf(content.Sender), reference);

    public Proposal Proposal { get; }

    public ProposalOrigin Origin { get; }

    /// <summary>ProposalRef (RFC 9420, section 5.2).</summary>
    public ReadOnlyMemory<byte> Reference { get; }
}

/// <summary>A commit that is valid; adopting it begins the next epoch.</summary>
public sealed class ReceivedCommit : Received
{
    internal ReceivedCommit(Group from, GroupState next, Ledger ledger, FramedContent content, LeafIndex committer, EpochChange change)
        : base(from, next, ledger, content)
    {
        Committer = committer;
        IsExternal = content.Sender.Type == SenderType.NewMemberCommit;
        Proposals = [.. change.Proposals.Select(proposal => proposal.Proposal)];
        Added = [.. change.Newcomers.Select(newcomer => newcomer.Place)];
        Removed = [.. change.Removed];
        RemovesUs = next.Phase == GroupPhase.Removed;
    }

    /// <summary>In the next epoch.</summary>
    public LeafIndex Committer { get; }

    /// <summary>Whether the committer joined by this very commit (section 12.4.3.2).</summary>
    public bool IsExternal { get; }

    public IReadOnlyList<Proposal> Proposals { get; }

    /// <summary>Places of newcomers in the next epoch.</summary>
    public IReadOnlyList<LeafIndex> Added { get; }

    /// <summary>Places in this epoch of those who are gone in the next.</summary>
    public IReadOnlyList<LeafIndex> Removed { get; }

    public bool RemovesUs { get; }
}
