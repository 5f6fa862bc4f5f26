using System.Collections.Immutable;
using System.Security.Cryptography;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>What committer and recipient both do to reach the next epoch (RFC 9420, sections 12.4.1 and 12.4.2).</summary>
internal static class Epochs
{
    /// <summary>Label of the HPKE export that an external commit shares (section 8.3).</summary>
    public static ReadOnlySpan<byte> ExternalInitLabel => "MLS 1.0 external init secret"u8;

    /// <summary>The next epoch's secrets, before its group state is made.</summary>
    public sealed record Schedule(GroupContext Context, EpochSecrets Secrets, byte[] Encryption, byte[] Joiner, byte[] PskSecret, byte[] ConfirmationTag)
    {
        public override string ToString() => $"schedule of epoch {Context.Epoch}";
    }

    /// <summary>The context that path secrets are sealed under: the next one, but with the transcript so far.</summary>
    public static GroupContext Provisional(GroupContext former, EpochChange change) => former with
    {
        Epoch = checked(former.Epoch + 1),
        TreeHash = change.Tree.TreeHash(),
        Extensions = change.Extensions,
    };

    /// <param name="commitSecret">Zeroed, as is <paramref name="initSecret"/> when it is not the former epoch's.</param>
    public static Schedule Derive(
        CipherSuite suite, GroupContext provisional, byte[] confirmedTranscriptHash, ReadOnlySpan<byte> initSecret, byte[] commitSecret, byte[] pskSecret, Ledger ledger)
    {
        var context = provisional with { ConfirmedTranscriptHash = confirmedTranscriptHash };
        var joiner = ledger.Make(EpochSecrets.Joiner(suite, initSecret, commitSecret, context));
        CryptographicOperations.ZeroMemory(commitSecret);
        var (secrets, encryption) = EpochSecrets.FromJoiner(suite, joiner, pskSecret, context);
        foreach (var secret in secrets.All) ledger.Make(secret);
        ledger.Make(encryption);
        return new Schedule(context, secrets, encryption, joiner, pskSecret, secrets.ConfirmationTag(suite, confirmedTranscriptHash));
    }

    /// <summary>psk_secret of a commit's or a Welcome's PSKs (section 8.4).</summary>
    /// <param name="find">A copy of each key, which is zeroed here.</param>
    /// <exception cref="MlsException">One is not at hand.</exception>
    public static byte[] Psks(CipherSuite suite, IReadOnlyList<PskId> ids, PskLookup find)
    {
        var psks = new List<(PskId, byte[])>();
        try
        {
            foreach (var id in ids) psks.Add((id, find(id) ?? throw new MlsException(MlsFault.UnknownPsk, "A pre-shared key is not at hand.")));
            return PskSecret.Of(suite, psks);
        }
        finally
        {
            foreach (var (_, key) in psks) CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>PSKs that a member has: its group's resumption secrets, then what the application knows.</summary>
    public static PskLookup LookupOf(MlsClient client, GroupState state) => id =>
        id is PskId.Resumption resumption && resumption.GroupId.Span.SequenceEqual(state.Context.GroupId.Span) ? Resumption(state, resumption.Epoch) : client.Options.Psks(id);

    /// <summary>A copy of an epoch's resumption PSK, or null.</summary>
    public static byte[]? Resumption(GroupState state, ulong epoch) =>
        epoch == state.Context.Epoch ? (byte[])state.Secrets.Resumption.Clone() : state.Resumption.TryGetValue(epoch, out var kept) ? (byte[])kept.Clone() : null;

    /// <summary>The state of the next epoch; of the former only what late messages and resumptions need lives on.</summary>
    public static GroupState Next(MlsClient client, GroupState state, Schedule schedule, EpochChange change, PrivateKeys keys, SigningKey signer, Ledger ledger)
    {
        ledger.Consume(schedule.Joiner);
        foreach (var secret in (byte[][])[state.Secrets.Exporter, state.Secrets.External, state.Secrets.Confirmation, state.Secrets.Membership, state.Secrets.Authenticator, state.Secrets.Init])
            ledger.Consume(secret);
        foreach (var update in state.Updates.Values)
            if (!keys.Keys.ContainsValue(update.Key)) ledger.Consume(update.Key);
        return state with
        {
            Context = schedule.Context,
            InterimTranscriptHash = Transcript.Interim(client.Suite, schedule.Context.ConfirmedTranscriptHash.Span, schedule.ConfirmationTag),
            ConfirmationTag = schedule.ConfirmationTag,
            Tree = change.Tree,
            Keys = keys,
            Secrets = schedule.Secrets,
            Messages = SecretTree.From(client.Suite, schedule.Encryption, change.Tree.Size),
            Signer = signer,
            Issued = new Issued(0, 0),
            Phase = change.ReInit is null ? GroupPhase.Active : GroupPhase.Reinitialized,
            ReInit = change.ReInit,
            Proposals = [],
            Updates = ImmutableDictionary<string, PendingUpdate>.Empty,
            Past = PastWith(client, state, ledger),
            Resumption = ResumptionWith(client, state, ledger),
        };
    }

    /// <summary>The state of one who was removed: it opens late messages, and nothing else.</summary>
    public static GroupState Removed(MlsClient client, GroupState state, Ledger ledger)
    {
        foreach (var secret in state.Secrets.All.Where(secret => !ReferenceEquals(secret, state.Secrets.SenderData))) ledger.Consume(secret);
        foreach (var key in state.Keys.Keys.Values) ledger.Consume(key);
        foreach (var update in state.Updates.Values) ledger.Consume(update.Key);
        foreach (var psk in state.Resumption.Values) ledger.Consume(psk);
        return state with
        {
            Phase = GroupPhase.Removed,
            Keys = state.Keys with { Keys = state.Keys.Keys.Clear() },
            Proposals = [],
            Updates = ImmutableDictionary<string, PendingUpdate>.Empty,
            Past = PastWith(client, state, ledger),
            Resumption = state.Resumption.Clear(),
        };
    }

    private static ImmutableList<PastEpoch> PastWith(MlsClient client, GroupState state, Ledger ledger)
    {
        var signers = new ReadOnlyMemory<byte>[state.Tree.Size];
        foreach (var member in state.Tree.Members) signers[member.Value] = state.Tree.Leaf(member)!.SignatureKey;
        var past = state.Past.Add(new PastEpoch(state.Context, state.Messages, state.Secrets.SenderData, signers));
        for (; past.Count > client.Options.MaxPastEpochs; past = past.RemoveAt(0)) past[0].Consume(ledger);
        return past;
    }

    private static ImmutableSortedDictionary<ulong, byte[]> ResumptionWith(MlsClient client, GroupState state, Ledger ledger)
    {
        var kept = state.Resumption.SetItem(state.Context.Epoch, state.Secrets.Resumption);
        while (kept.Count > client.Options.MaxResumptionPsks)
        {
            var (oldest, psk) = kept.First();
            ledger.Consume(psk);
            kept = kept.Remove(oldest);
        }

        return kept;
    }
}
