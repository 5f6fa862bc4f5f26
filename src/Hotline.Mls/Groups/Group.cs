using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>A member of a group, as others see it.</summary>
/// <param name="Leaf">Names the member in this epoch only.</param>
public sealed record Member(LeafIndex Leaf, Credential Credential, ReadOnlyMemory<byte> SignatureKey, LeafNode Node);

/// <summary>
/// One state of a group, as one member knows it (RFC 9420). It is immutable: what sends or receives gives a step, and the step, adopted,
/// gives the next state and ends this one. Keep each state before what it sent leaves, or a crash could use a key twice.
/// </summary>
public sealed partial class Group : IDisposable
{
    private readonly GroupState _state;
    private bool _ended;

    internal Group(MlsClient client, GroupState state) => (Client, _state) = (client, state);

    public MlsClient Client { get; }

    public CipherSuite Suite => Client.Suite;

    public ReadOnlyMemory<byte> Id => State.Context.GroupId;

    /// <summary>Each commit begins the next.</summary>
    public ulong Epoch => State.Context.Epoch;

    /// <summary>Our own leaf.</summary>
    public LeafIndex Self => State.Self;

    public GroupPhase Phase => State.Phase;

    /// <summary>What the group is re-initialised to, once it is (section 11.2); else null.</summary>
    public Proposal.ReInit? ReInit => State.ReInit;

    /// <summary>Extensions of the group's context.</summary>
    public IReadOnlyList<Extension> Extensions => State.Context.Extensions;

    public IReadOnlyList<Member> Members => [.. State.Tree.Members.Select(MemberAt)];

    /// <summary>Proposals of this epoch that wait for a commit.</summary>
    public IReadOnlyList<Proposal> WaitingProposals => [.. State.Proposals.Select(cached => cached.Proposal)];

    /// <summary>Equal for all who are in the same state; compare it by another way to find an impostor (section 8.7).</summary>
    public byte[] EpochAuthenticator() => (byte[])Active().Secrets.Authenticator.Clone();

    /// <summary>What an external sender must know to propose (section 12.1.8); it holds no secret.</summary>
    public ReadOnlyMemory<byte> ConfirmedTranscriptHash => State.Context.ConfirmedTranscriptHash;

    /// <summary>The ratchet tree as the extension has it (section 12.4.3.3), for those who join without it.</summary>
    public byte[] RatchetTree() => Wire.Encode(State.Tree.ToNodes());

    internal GroupState State
    {
        get
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            return _state;
        }
    }

    /// <summary>MLS-Exporter (section 8.5): a secret that all members of this epoch can derive.</summary>
    /// <param name="label">Tells uses apart.</param>
    /// <param name="length">In bytes, at most 255 times the hash.</param>
    public byte[] Export(string label, ReadOnlySpan<byte> context, int length) => Active().Secrets.Export(Suite, label, context, length);

    /// <summary>Encrypts and signs application data (section 15).</summary>
    /// <param name="authenticatedData">Signed, not encrypted: whoever carries the message can read it.</param>
    /// <exception cref="InvalidOperationException">
    /// Proposals wait, which must be committed first (section 12.4); or the group has ended for us; or the state was restored from a backup
    /// and our keys are not renewed yet; or all reserved generations are used.
    /// </exception>
    public SealedMessage Protect(ReadOnlySpan<byte> data, ReadOnlySpan<byte> authenticatedData = default)
    {
        var state = Sendable();
        if (!state.Proposals.IsEmpty) throw new InvalidOperationException("Proposals wait: commit them before sending data (RFC 9420, section 12.4).");
        return Send(state, new Content(data.ToArray(), null, null), authenticatedData.ToArray(), WireFormat.PrivateMessage, (next, _) => next);
    }

    /// <summary>Opens a message and judges it: application data, a proposal or a commit.</summary>
    /// <exception cref="MlsException">It is refused; this state is unchanged.</exception>
    public Received Process(MlsMessage message) => Receiving.Process(this, message);

    /// <exception cref="MlsException">It is refused; this state is unchanged.</exception>
    public Received Process(ReadOnlySpan<byte> message) => Process(MlsMessage.Decode(message));

    /// <summary>Opens a message that must be application data.</summary>
    /// <exception cref="MlsException">It is refused, or is a handshake; this state is unchanged.</exception>
    public ReceivedData Unprotect(MlsMessage message) => message.ContentType == ContentType.Application
        ? (ReceivedData)Process(message)
        : throw new MlsException(MlsFault.Unsupported, "The message is no application data.");

    /// <summary>Proposes a change to the group (section 12.1); a commit by us or another makes it so.</summary>
    /// <exception cref="MlsException">The proposal is invalid.</exception>
    public SealedMessage Propose(Proposal proposal, ReadOnlySpan<byte> authenticatedData = default, bool? encrypt = null)
    {
        if (proposal is Proposal.Update) throw new ArgumentException("An update is proposed by ProposeUpdate, which keeps its key.", nameof(proposal));
        var state = Sendable();
        ProposalList.RequireValid(Client, state.Context, state.Tree, proposal, Sender.Member(state.Self), state.Context.Extensions);
        return Send(state, new Content(default, proposal, null), authenticatedData.ToArray(), HandshakeFormat(encrypt), Waiting);
    }

    /// <summary>Proposes new keys for our leaf (section 12.1.2), for another member to commit. To commit them ourselves, <see cref="Commit(Proposal[])"/>.</summary>
    /// <param name="newSigner">A new signature key, the caller's; null to keep the present one.</param>
    /// <param name="newCredential">Null to keep the present one.</param>
    public SealedMessage ProposeUpdate(SigningKey? newSigner = null, Credential? newCredential = null, bool? encrypt = null)
    {
        var state = Sendable();
        var signer = newSigner ?? state.Signer;
        var key = Suite.GenerateKeyPair();
        var fresh = Client.NewLeaf(key.PublicKey, null);
        var leaf = new LeafNode
        {
            EncryptionKey = key.PublicKey,
            SignatureKey = signer.PublicKey,
            Credential = newCredential ?? state.Leaf.Credential,
            Capabilities = fresh.Capabilities,
            Source = LeafNodeSource.Update,
            Extensions = fresh.Extensions,
        }.SignedBy(signer, state.Context.GroupId, state.Self);
        var pending = state with { Updates = state.Updates.Add(GroupState.NameOf(leaf.EncryptionKey), new PendingUpdate(key, signer)) };
        return Send(pending, new Content(default, new Proposal.Update(leaf), null), default, HandshakeFormat(encrypt), Waiting);
    }

    /// <summary>Commits some changes and all proposals that wait, and renews our keys. Without any change it is an update of our own.</summary>
    /// <exception cref="MlsException">The changes are invalid together.</exception>
    public PendingCommit Commit(params Proposal[] proposals) => Commit(CommitOptions.Default, proposals);

    /// <exception cref="MlsException">The changes are invalid together.</exception>
    public PendingCommit Commit(CommitOptions options, params Proposal[] proposals)
    {
        Committable();
        if (proposals.Any(proposal => proposal is Proposal.Update or Proposal.ExternalInit)) throw new ArgumentException("A commit renews our own keys by itself.", nameof(proposals));
        return CommitMaking.Make(this, proposals, options);
    }

    /// <summary>This epoch for those who may join by an external commit (section 12.4.3.2). Anybody who has it may try: give it to few.</summary>
    /// <param name="withTree">Whether it carries the ratchet tree.</param>
    public MlsMessage GroupInfo(bool withTree = true)
    {
        var state = Committable();
        using var key = state.Secrets.ExternalKey(Suite);
        return new MlsMessage
        {
            GroupInfo = Welcoming.Info(Client, state.Context, state.Tree, state.ConfirmationTag, state.Self, state.Signer, withTree, key.PublicKey),
        };
    }

    /// <summary>Zeroes all secrets of this state, unless another took its place.</summary>
    public void Dispose()
    {
        if (!_ended) _state.Zero();
        _ended = true;
    }

    /// <summary>Another state takes the place of this one.</summary>
    internal void Supersede()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
    }

    private Member MemberAt(LeafIndex place)
    {
        var leaf = State.Tree.Leaf(place)!;
        return new Member(place, leaf.Credential, leaf.SignatureKey, leaf);
    }

    private SealedMessage Send(
        GroupState state, Content content, ReadOnlyMemory<byte> authenticatedData, WireFormat format, Func<GroupState, AuthenticatedContent, GroupState> then)
    {
        var ledger = new Ledger();
        foreach (var (name, update) in state.Updates)
            if (!_state.Updates.ContainsKey(name)) ledger.Make(update.Key);
        var message = Sending.Send(Client, state, content, authenticatedData, format, ledger, out var next, out var signed);
        return new SealedMessage(this, then(next, signed), ledger, message);
    }

    /// <summary>A proposal of ours waits like those of others.</summary>
    private GroupState Waiting(GroupState state, AuthenticatedContent signed) => state.Proposals.Count >= Client.Options.MaxProposals
        ? throw new InvalidOperationException("More proposals wait than are kept: commit them.")
        : state with { Proposals = state.Proposals.Add(new CachedProposal(signed.ProposalReference(Suite), signed)) };

    private WireFormat HandshakeFormat(bool? encrypt) => encrypt ?? Client.Options.EncryptHandshakes ? WireFormat.PrivateMessage : WireFormat.PublicMessage;

    /// <summary>The state of one who is a member still.</summary>
    private GroupState Active() => State.Phase == GroupPhase.Removed ? throw new InvalidOperationException("We were removed from this group.") : State;

    private GroupState Committable() =>
        State.Phase == GroupPhase.Active ? State : throw new InvalidOperationException("The group has ended for us: nothing more is sent in it (RFC 9420, section 12.4.2).");

    private GroupState Sendable()
    {
        var state = Committable();
        return !state.MustUpdate ? state : throw new InvalidOperationException("This state comes from a backup, so keys may have been used since: commit new ones first.");
    }
}
