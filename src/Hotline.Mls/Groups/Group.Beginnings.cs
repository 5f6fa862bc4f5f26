using System.Security.Cryptography;

namespace Hotline.Mls;

/// <summary>How a client comes into a group (RFC 9420, sections 11 and 12.4.3), and back into a state that it kept.</summary>
public sealed partial class Group
{
    /// <summary>A group with one member, who adds the others (section 11).</summary>
    /// <param name="groupId">Never used before; random when empty, as the standard advises.</param>
    /// <param name="extensions">Of the group's context: what all members must support and agree on.</param>
    /// <exception cref="MlsException">The extensions do not fit this client.</exception>
    public static Group Create(MlsClient client, ReadOnlySpan<byte> groupId = default, params IReadOnlyList<Extension> extensions)
    {
        var suite = client.Suite;
        var id = groupId.IsEmpty ? RandomNumberGenerator.GetBytes(suite.HashSize()) : groupId.ToArray();
        using var bundle = client.NewKeyPackage();
        var tree = Mls.RatchetTree.Of(suite, bundle.KeyPackage.Leaf);
        var context = new GroupContext(suite.IdOf(), id, 0, tree.TreeHash(), ReadOnlyMemory<byte>.Empty, []);
        ProposalList.RequireValid(client, context, tree, new Proposal.GroupContextExtensions(extensions), Sender.Member(default), extensions);
        context = context with { Extensions = extensions };
        LeafRules.RequireLeaf(client, bundle.KeyPackage.Leaf, LeafNodeSource.KeyPackage, context, default);
        var (secrets, encryption) = EpochSecrets.FromEpochSecret(suite, RandomNumberGenerator.GetBytes(suite.HashSize()));
        var tag = secrets.ConfirmationTag(suite, []);
        return new Group(client, new GroupState
        {
            Context = context,
            InterimTranscriptHash = Transcript.Interim(suite, [], tag),
            ConfirmationTag = tag,
            Tree = tree,
            Keys = PrivateKeys.Of(default, bundle.LeafKey(suite)),
            Secrets = secrets,
            Messages = SecretTree.From(suite, encryption, tree.Size),
            Signer = client.Signer,
        });
    }

    /// <summary>Joins by a Welcome (section 12.4.3.1). The bundle's init key is zeroed, unless it is a last resort.</summary>
    /// <exception cref="MlsException">The Welcome is refused; the bundle is unchanged.</exception>
    public static Group Join(MlsClient client, KeyPackageBundle bundle, MlsMessage welcome, JoinOptions? options = null)
    {
        var state = Joining.Join(client, bundle, welcome.Welcome ?? throw new MlsException(MlsFault.Unsupported, "The message is no Welcome."), options ?? JoinOptions.Default);
        bundle.Spend();
        return new Group(client, state);
    }

    /// <summary>Joins by itself, without anybody's help (section 12.4.3.2).</summary>
    /// <param name="groupInfo">With an external key; each serves one join.</param>
    /// <exception cref="MlsException">The group info is refused.</exception>
    public static ExternalJoin JoinExternally(MlsClient client, MlsMessage groupInfo, ExternalJoinOptions? options = null) => ExternalJoining.Make(
        client, groupInfo.GroupInfo ?? throw new MlsException(MlsFault.Unsupported, "The message is no group info."), options ?? ExternalJoinOptions.Default);

    /// <summary>The group that takes this one's place, after a commit with a re-initialisation (section 11.2); this state must outlive the result.</summary>
    /// <param name="client">Of the cipher suite that was agreed.</param>
    /// <param name="others">Key packages of all other members, for that suite.</param>
    /// <returns>Its first commit: adopt it, and send the Welcome.</returns>
    /// <exception cref="MlsException">A key package is invalid.</exception>
    public PendingCommit Reinitialize(MlsClient client, params IReadOnlyList<KeyPackage> others)
    {
        var agreed = State.ReInit ?? throw new InvalidOperationException("The group is not re-initialised.");
        if (client.Suite.IdOf() != agreed.CipherSuite) throw new ArgumentException("The client is of another cipher suite than was agreed.", nameof(client));
        return Succeed(client, agreed.GroupId.Span, agreed.Extensions, PskUsage.ReInit, others);
    }

    /// <summary>A group of some of the members, tied to this one (section 11.3); this state must outlive the result.</summary>
    /// <param name="groupId">Never used before; random when empty.</param>
    /// <param name="others">Fresh key packages of those other members who shall be in it.</param>
    /// <returns>Its first commit: adopt it, and send the Welcome.</returns>
    /// <exception cref="MlsException">A key package is invalid, or of no member.</exception>
    public PendingCommit Branch(ReadOnlySpan<byte> groupId, params IReadOnlyList<KeyPackage> others)
    {
        var members = Committable().Tree.Members.Select(member => State.Tree.Leaf(member)!).ToList();
        if (!others.All(other => members.Exists(member => Client.Authentication.IsSameClient(member, other.Leaf))))
            throw new MlsException(MlsFault.InvalidSuccession, "A branch holds only members of its group.");
        return Succeed(Client, groupId, State.Context.Extensions, PskUsage.Branch, others);
    }

    private PendingCommit Succeed(MlsClient client, ReadOnlySpan<byte> groupId, IReadOnlyList<Extension> extensions, PskUsage usage, IReadOnlyList<KeyPackage> others)
    {
        var successor = Create(client, groupId, extensions);
        var nonce = RandomNumberGenerator.GetBytes(client.Suite.HashSize());
        var psk = new PskId.Resumption(usage, Id, Epoch) { Nonce = nonce };
        Proposal[] proposals = [.. others.Select(other => new Proposal.Add(other)), new Proposal.Psk(psk)];
        return CommitMaking.Make(successor, proposals, CommitOptions.Default, id => Succession.Find(this, id));
    }

    /// <summary>This state, sealed under a key of the caller's.</summary>
    /// <param name="stateKey">32 bytes.</param>
    public byte[] Save(ReadOnlySpan<byte> stateKey) => SavedGroup.Save(State, stateKey);

    /// <summary>
    /// This state, sealed such that up to so many messages may be sent before it is saved again: restored, it goes on behind them.
    /// From then on sending stops when they are used.
    /// </summary>
    /// <param name="generations">1 to half of the generations that recipients skip.</param>
    public byte[] SaveReserving(ReadOnlySpan<byte> stateKey, int generations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(generations, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(generations, Client.Options.MaxForwardGenerations / 2);
        State.Issued.Reserve((uint)generations);
        return Save(stateKey);
    }

    /// <param name="client">Its signer must be the one that the state signs with.</param>
    /// <param name="fromBackup">
    /// Whether messages may have been sent since it was saved: then nothing is sent before a commit with new keys (section 6.3.1).
    /// </param>
    /// <param name="otherSigners">Signers of updates that were proposed and wait for a commit.</param>
    /// <exception cref="MlsException">It is damaged, sealed with another key, or another client's.</exception>
    public static Group Restore(MlsClient client, ReadOnlySpan<byte> saved, ReadOnlySpan<byte> stateKey, bool fromBackup = false, params IReadOnlyList<Cryptography.SigningKey> otherSigners) =>
        new(client, SavedGroup.Restore(client, saved, stateKey, fromBackup, otherSigners));

    /// <summary>A step that drops what is kept to open late messages, up to an epoch: the sooner, the better for forward secrecy (section 9.2).</summary>
    /// <param name="upTo">The last epoch to forget.</param>
    public Forgetting Forget(ulong upTo)
    {
        var ledger = new Ledger();
        var state = State;
        foreach (var past in state.Past.Where(past => past.Context.Epoch <= upTo)) past.Consume(ledger);
        return new Forgetting(this, state with { Past = state.Past.RemoveAll(past => past.Context.Epoch <= upTo) }, ledger);
    }
}

/// <summary>Late messages of some epochs will not be opened any more.</summary>
public sealed class Forgetting : GroupStep
{
    internal Forgetting(Group from, GroupState next, Ledger ledger)
        : base(from, next, ledger)
    {
    }
}
