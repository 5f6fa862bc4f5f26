using System.Collections.Immutable;
using System.Security.Cryptography;
using Hotline.Cryptography.Hpke;
using Hotline.Cryptography;

namespace Hotline.Mls;

/// <summary>How far a group has come for us.</summary>
public enum GroupPhase : byte
{
    None = 0,

    /// <summary>We are a member.</summary>
    Active = 1,

    /// <summary>We were removed: only late messages of past epochs can be opened (RFC 9420, section 12.4.2).</summary>
    Removed = 2,

    /// <summary>The group has ended; another takes its place (section 11.2).</summary>
    Reinitialized = 3,
}

/// <summary>A proposal that was received or sent in this epoch, and waits for a commit.</summary>
internal sealed record CachedProposal(byte[] Reference, AuthenticatedContent Message)
{
    public Proposal Proposal => Message.Content.Content.Proposal!;

    public Sender Sender => Message.Content.Sender;
}

/// <summary>An update of our own that waits for a commit: the private key of its leaf.</summary>
internal sealed record PendingUpdate(KemPrivateKey Key, SigningKey Signer);

/// <summary>What is kept of an epoch that is over, to open its late messages.</summary>
/// <param name="Signers">Signature keys by leaf; empty for blanks.</param>
internal sealed record PastEpoch(GroupContext Context, SecretTree Messages, byte[] SenderData, IReadOnlyList<ReadOnlyMemory<byte>> Signers)
{
    public void Consume(Ledger ledger)
    {
        ledger.Consume(SenderData);
        foreach (var secret in Messages.Secrets()) ledger.Consume(secret);
    }
}

/// <summary>
/// Generations that this process has handed out in one epoch, whatever became of them. Shared by all states of the epoch and only
/// ever counted up, so that no key seals twice even when a message is given up and made again (RFC 9420, section 9.1).
/// </summary>
internal sealed class Issued(uint handshake, uint application)
{
    private readonly Lock _lock = new();
    private uint _handshake = handshake;
    private uint _application = application;
    private uint? _reservedHandshake;
    private uint? _reservedApplication;

    public uint Next(RatchetKind kind)
    {
        lock (_lock)
        {
            ref var next = ref kind == RatchetKind.Handshake ? ref _handshake : ref _application;
            if ((kind == RatchetKind.Handshake ? _reservedHandshake : _reservedApplication) <= next)
                throw new InvalidOperationException("All reserved generations are used: save the state with a new reservation first.");
            return next++;
        }
    }

    /// <summary>From which generations a state saved now must go on.</summary>
    public (uint Handshake, uint Application) Saved()
    {
        lock (_lock) return (_reservedHandshake ?? _handshake, _reservedApplication ?? _application);
    }

    public void Reserve(uint count)
    {
        lock (_lock) (_reservedHandshake, _reservedApplication) = (checked(_handshake + count), checked(_application + count));
    }
}

/// <summary>All that a member knows of its group. Immutable but for <see cref="Issued"/>.</summary>
internal sealed record GroupState
{
    public required GroupContext Context { get; init; }

    public required byte[] InterimTranscriptHash { get; init; }

    public required byte[] ConfirmationTag { get; init; }

    public required RatchetTree Tree { get; init; }

    public required PrivateKeys Keys { get; init; }

    public required EpochSecrets Secrets { get; init; }

    public required SecretTree Messages { get; init; }

    public required SigningKey Signer { get; init; }

    public Issued Issued { get; init; } = new(0, 0);

    public GroupPhase Phase { get; init; } = GroupPhase.Active;

    public Proposal.ReInit? ReInit { get; init; }

    /// <summary>Restored from a backup: generations may have been used since, so nothing is sent before our keys are new.</summary>
    public bool MustUpdate { get; init; }

    public ImmutableList<CachedProposal> Proposals { get; init; } = [];

    /// <summary>By the public key of the update's leaf, in hexadecimal.</summary>
    public ImmutableDictionary<string, PendingUpdate> Updates { get; init; } = ImmutableDictionary<string, PendingUpdate>.Empty;

    /// <summary>The newest last.</summary>
    public ImmutableList<PastEpoch> Past { get; init; } = [];

    public ImmutableSortedDictionary<ulong, byte[]> Resumption { get; init; } = ImmutableSortedDictionary<ulong, byte[]>.Empty;

    public LeafIndex Self => Keys.Self;

    public LeafNode Leaf => Tree.Leaf(Self)!;

    public static string NameOf(ReadOnlyMemory<byte> publicKey) => Convert.ToHexString(publicKey.Span);

    /// <summary>Zeroes every secret of this state.</summary>
    public void Zero()
    {
        Secrets.Zero();
        Messages.Zero();
        foreach (var key in Keys.Keys.Values) key.Dispose();
        foreach (var update in Updates.Values) update.Key.Dispose();
        foreach (var psk in Resumption.Values) CryptographicOperations.ZeroMemory(psk);
        foreach (var past in Past)
        {
            past.Messages.Zero();
            CryptographicOperations.ZeroMemory(past.SenderData);
        }
    }

    public override string ToString() => $"epoch {Context.Epoch}";
}
