using System.Collections.Immutable;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls;

/// <summary>How a group's state is kept (RFC 9420 leaves that to us). The version stands before the seal.</summary>
internal static class SavedGroup
{
    /// <summary>How far a restored backup moves on, so that its first commit cannot repeat a key that was used since.</summary>
    private const uint BackupLeap = 256;

    public static byte[] Save(GroupState state, ReadOnlySpan<byte> stateKey) => SealedState.Seal(stateKey, SealedState.GroupKind, Encode(state));

    public static GroupState Restore(MlsClient client, ReadOnlySpan<byte> saved, ReadOnlySpan<byte> stateKey, bool fromBackup, IReadOnlyList<SigningKey> otherSigners) =>
        SealedState.Open(saved, stateKey, SealedState.GroupKind, plaintext => Decode(client, plaintext, fromBackup, otherSigners));

    /// <summary>Everything in one form: equal states give equal bytes.</summary>
    public static byte[] Encode(GroupState state)
    {
        var (handshake, application) = state.Issued.Saved();
        var writer = new TlsWriter()
            .Value(state.Context).Opaque(state.InterimTranscriptHash).Opaque(state.ConfirmationTag).Value(state.Tree.ToNodes())
            .UInt32(state.Self.Value).Byte((byte)state.Phase).Byte(state.MustUpdate ? (byte)1 : (byte)0).Opaque(state.Signer.PublicKey)
            .UInt32(handshake).UInt32(application).Optional<Proposal>(state.ReInit);
        foreach (var secret in state.Secrets.All) writer.Opaque(secret);
        state.Messages.Write(writer);
        writer.UInt32((uint)state.Keys.Keys.Count);
        foreach (var (node, key) in state.Keys.Keys.OrderBy(pair => pair.Key.Value)) WriteKey(writer.UInt32(node.Value), key);
        writer.List([.. state.Proposals.Select(cached => cached.Message)]).UInt32((uint)state.Updates.Count);
        foreach (var (_, update) in state.Updates.OrderBy(pair => pair.Key, StringComparer.Ordinal)) WriteKey(writer.Opaque(update.Signer.PublicKey), update.Key);
        writer.UInt32((uint)state.Past.Count);
        foreach (var past in state.Past)
        {
            writer.Value(past.Context).Opaque(past.SenderData).UInt32((uint)past.Signers.Count);
            foreach (var signer in past.Signers) writer.Opaque(signer);
            past.Messages.Write(writer);
        }

        writer.UInt32((uint)state.Resumption.Count);
        foreach (var (epoch, psk) in state.Resumption) writer.UInt64(epoch).Opaque(psk);
        return writer.ToArrayAndClear();
    }

    private static GroupState Decode(MlsClient client, ReadOnlySpan<byte> plaintext, bool fromBackup, IReadOnlyList<SigningKey> otherSigners)
    {
        var reader = new TlsReader(plaintext);
        var context = reader.Read<GroupContext>();
        if (context.CipherSuite != client.Suite.IdOf()) throw new MlsException(MlsFault.InvalidSavedState, "The state is of another cipher suite.");
        var (interim, tag) = (reader.ReadOpaque(), reader.ReadOpaque());
        var tree = RatchetTree.Of(client.Suite, reader.Read<RatchetTreeNodes>());
        var self = new LeafIndex(reader.ReadUInt32());
        var phase = (GroupPhase)reader.ReadByte();
        var mustUpdate = reader.ReadPresence();
        var signer = SignerOf(client, otherSigners, reader.ReadOpaque());
        var (handshake, application) = (reader.ReadUInt32(), reader.ReadUInt32());
        var reInit = reader.ReadOptional<Proposal>() as Proposal.ReInit;
        var secrets = ReadSecrets(ref reader);
        var messages = SecretTree.Read(client.Suite, ref reader);
        var keys = ReadKeys(client, self, ref reader);
        var proposals = reader.ReadList<AuthenticatedContent>().Select(message => new CachedProposal(message.ProposalReference(client.Suite), message)).ToImmutableList();
        var updates = ReadUpdates(client, otherSigners, ref reader);
        var past = ReadPast(client, ref reader);
        var resumption = ImmutableSortedDictionary.CreateBuilder<ulong, byte[]>();
        for (var left = reader.ReadUInt32(); left > 0; left--) resumption[reader.ReadUInt64()] = reader.ReadOpaque();
        reader.RequireEnd();
        var leap = fromBackup ? BackupLeap : 0;
        return new GroupState
        {
            Context = context,
            InterimTranscriptHash = interim,
            ConfirmationTag = tag,
            Tree = tree,
            Keys = keys,
            Secrets = secrets,
            Messages = messages,
            Signer = signer,
            Issued = new Issued(handshake + leap, application + leap),
            Phase = phase,
            ReInit = reInit,
            MustUpdate = mustUpdate || fromBackup,
            Proposals = proposals,
            Updates = updates,
            Past = past,
            Resumption = resumption.ToImmutable(),
        };
    }

    private static void WriteKey(TlsWriter writer, KemPrivateKey key)
    {
        var bytes = key.ToBytes();
        writer.Opaque(bytes);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
    }

    private static EpochSecrets ReadSecrets(ref TlsReader reader) => new()
    {
        SenderData = reader.ReadOpaque(),
        Exporter = reader.ReadOpaque(),
        External = reader.ReadOpaque(),
        Confirmation = reader.ReadOpaque(),
        Membership = reader.ReadOpaque(),
        Resumption = reader.ReadOpaque(),
        Authenticator = reader.ReadOpaque(),
        Init = reader.ReadOpaque(),
    };

    private static PrivateKeys ReadKeys(MlsClient client, LeafIndex self, ref TlsReader reader)
    {
        var keys = ImmutableDictionary.CreateBuilder<NodeIndex, KemPrivateKey>();
        for (var left = reader.ReadUInt32(); left > 0; left--)
        {
            var node = new NodeIndex(reader.ReadUInt32());
            keys[node] = KemPrivateKey.FromBytes(client.Suite.Hpke.Kem, reader.ReadVector());
        }

        return new PrivateKeys(self, keys.ToImmutable());
    }

    private static ImmutableDictionary<string, PendingUpdate> ReadUpdates(MlsClient client, IReadOnlyList<SigningKey> otherSigners, ref TlsReader reader)
    {
        var updates = ImmutableDictionary.CreateBuilder<string, PendingUpdate>();
        for (var left = reader.ReadUInt32(); left > 0; left--)
        {
            var signer = SignerOf(client, otherSigners, reader.ReadOpaque());
            var key = KemPrivateKey.FromBytes(client.Suite.Hpke.Kem, reader.ReadVector());
            updates[GroupState.NameOf(key.PublicKey)] = new PendingUpdate(key, signer);
        }

        return updates.ToImmutable();
    }

    private static ImmutableList<PastEpoch> ReadPast(MlsClient client, ref TlsReader reader)
    {
        var past = ImmutableList.CreateBuilder<PastEpoch>();
        for (var left = reader.ReadUInt32(); left > 0; left--)
        {
            var context = reader.Read<GroupContext>();
            var senderData = reader.ReadOpaque();
            var signers = new List<ReadOnlyMemory<byte>>();
            for (var leaves = reader.ReadUInt32(); leaves > 0; leaves--) signers.Add(reader.ReadOpaque());
            past.Add(new PastEpoch(context, SecretTree.Read(client.Suite, ref reader), senderData, signers));
        }

        return past.ToImmutable();
    }

    private static SigningKey SignerOf(MlsClient client, IReadOnlyList<SigningKey> others, ReadOnlyMemory<byte> publicKey) =>
        others.Prepend(client.Signer).FirstOrDefault(signer => signer.PublicKey.Span.SequenceEqual(publicKey.Span))
        ?? throw new MlsException(MlsFault.InvalidSavedState, "The client has not the signature key of this state.");
}
