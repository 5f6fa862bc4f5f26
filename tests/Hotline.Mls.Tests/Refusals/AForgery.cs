using System.Text;
using Hotline.Cryptography;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

/// <summary>A group of alba, borea and cambria, in which alba sends what it should not and borea judges.</summary>
internal sealed class AForgery
{
    public AForgery(MlsOptions? options = null) =>
        Group = AGroup.Of(AGroup.Suite1, options ?? MlsOptions.Default with { EncryptHandshakes = false, Grease = false }, "alba", "borea", "cambria");

    public AGroup Group { get; }

    public CipherSuite Suite => Group.Suite;

    public GroupState Alba => Group["alba"].State;

    public LeafIndex Borea => Group.LeafOf("borea");

    public LeafIndex Cambria => Group.LeafOf("cambria");

    /// <summary>Whoever judges; borea unless a case says otherwise.</summary>
    public Group Judge { get; set; } = null!;

    /// <summary>Signs for alba.</summary>
    public SigningKey Signer => Alba.Signer;

    public void Put(MlsMessage message) => Put(message.Encode());

    /// <summary>Puts a message to the judge, who must refuse it and be the same as before, to the byte.</summary>
    public void Put(ReadOnlySpan<byte> message)
    {
        var judge = Judge ?? Group["borea"];
        var before = SavedGroup.Encode(judge.State);
        try
        {
            using var step = judge.Process(message);
        }
        finally
        {
            SavedGroup.Encode(judge.State).AsSpan().SequenceEqual(before).Should().BeTrue("a message that is refused changes nothing");
        }
    }

    /// <summary>A commit of alba as honest as it can be, for cases that change one thing.</summary>
    public PendingCommit Honest(params Proposal[] proposals) => Group["alba"].Commit(proposals);

    public Commit HonestCommit(params Proposal[] proposals)
    {
        using var commit = Honest(proposals);
        return commit.Message.Public!.Content.Content.Commit!;
    }

    /// <summary>A public message of alba with any content.</summary>
    public MlsMessage Public(Content content, Sender? sender = null, Func<FramedContent, FramedContent>? change = null, SigningKey? signer = null, byte[]? tag = null)
    {
        var framed = new FramedContent(Alba.Context.GroupId, Alba.Context.Epoch, sender ?? Sender.Member(Alba.Self), default, content);
        framed = change?.Invoke(framed) ?? framed;
        var signature = Framing.Sign(signer ?? Signer, WireFormat.PublicMessage, framed, Alba.Context);
        var signed = new AuthenticatedContent(WireFormat.PublicMessage, framed, new ContentAuth(signature, content.Commit is null ? default : tag ?? new byte[Suite.HashSize()]));
        return new MlsMessage { Public = Framing.ToPublic(Suite, signed, Alba.Context, Alba.Secrets.Membership) };
    }

    public MlsMessage Public(Proposal proposal, Sender? sender = null, SigningKey? signer = null) => Public(new Content(default, proposal, null), sender, signer: signer);

    /// <summary>A commit of alba to some proposals, without a path, signed but of no right state.</summary>
    public MlsMessage Commit(params Proposal[] proposals) => Public(new Content(default, null, new Commit([.. proposals.Select(ByValue)], null)));

    /// <summary>A commit of alba to some proposals, with a path that is sound.</summary>
    public MlsMessage CommitWithPath(params Proposal[] proposals) => Public(new Content(default, null, new Commit([.. proposals.Select(ByValue)], HonestCommit().Path)));

    public static ProposalOrRef ByValue(Proposal proposal) => new(proposal, default);

    /// <summary>A commit of one who joins by it.</summary>
    public MlsMessage External(Commit commit, SigningKey signer) => Public(new Content(default, null, commit), new Sender(SenderType.NewMemberCommit, 0), signer: signer);

    /// <summary>A private message of alba with any plaintext behind the content.</summary>
    public MlsMessage Private(Content content, byte[]? padding = null, LeafIndex? leaf = null, uint generation = 0)
    {
        var framed = new FramedContent(Alba.Context.GroupId, Alba.Context.Epoch, Sender.Member(Alba.Self), default, content);
        var signature = Framing.Sign(Signer, WireFormat.PrivateMessage, framed, Alba.Context);
        var writer = new TlsWriter();
        content.Write(writer);
        new ContentAuth(signature, default).Write(content.Type, writer);
        writer.Raw(padding ?? []);
        var kind = content.Type == ContentType.Application ? RatchetKind.Application : RatchetKind.Handshake;
        var (key, _) = Alba.Messages.Take(Alba.Self, kind, Math.Min(generation, 0), new RatchetLimits(1, 1), new Ledger());
        var sender = new SenderData(leaf ?? Alba.Self, generation, new byte[SenderData.GuardSize]);
        var aad = new TlsWriter().Opaque(framed.GroupId).UInt64(framed.Epoch).Byte((byte)content.Type);
        var senderAad = aad.ToArrayAndClear();
        var ciphertext = Suite.Seal(key.Key, key.Nonce, new TlsWriter().Raw(senderAad).Opaque([]).ToArrayAndClear(), writer.ToArrayAndClear());
        var (dataKey, dataNonce) = PrivateFraming.SenderDataKey(Suite, Alba.Secrets.SenderData, ciphertext);
        return new MlsMessage
        {
            Private = new PrivateMessage(framed.GroupId, framed.Epoch, content.Type, default, Suite.Seal(dataKey, dataNonce, senderAad, Wire.Encode(sender)), ciphertext),
        };
    }

    public static Content Data(string text) => new(Encoding.UTF8.GetBytes(text), null, null);

    public MlsClient Stranger(string name = "dorna", Func<MlsOptions, MlsOptions>? change = null, IAuthenticationService? authentication = null) =>
        new(Suite, Suite.Signature.Generate(), Credential.Basic(Encoding.UTF8.GetBytes(name)), authentication ?? Anybody.Known, change?.Invoke(Group.Options) ?? Group.Options);

    /// <summary>A stranger's key package with one thing changed, signed anew unless told not to.</summary>
    public KeyPackage KeyPackage(Func<LeafNode, LeafNode>? leaf = null, Func<KeyPackage, KeyPackage>? change = null, MlsClient? client = null)
    {
        client ??= Stranger();
        using var bundle = client.NewKeyPackage();
        var made = bundle.KeyPackage;
        var node = leaf is null ? made.Leaf : leaf(made.Leaf).SignedBy(client.Signer, Alba.Context.GroupId, default);
        var unsigned = new KeyPackage { CipherSuite = made.CipherSuite, InitKey = made.InitKey, Leaf = node, Extensions = made.Extensions };
        return (change?.Invoke(unsigned) ?? unsigned).SignedBy(client.Signer);
    }

    /// <summary>A leaf with some fields replaced, not signed.</summary>
    public static LeafNode With(
        LeafNode leaf,
        LeafNodeSource? source = null,
        Capabilities? capabilities = null,
        IReadOnlyList<Extension>? extensions = null,
        Lifetime? lifetime = null,
        Credential? credential = null,
        ReadOnlyMemory<byte>? encryptionKey = null,
        ReadOnlyMemory<byte>? parentHash = null) => new()
        {
            EncryptionKey = encryptionKey ?? leaf.EncryptionKey,
            SignatureKey = leaf.SignatureKey,
            Credential = credential ?? leaf.Credential,
            Capabilities = capabilities ?? leaf.Capabilities,
            Source = source ?? leaf.Source,
            Lifetime = lifetime ?? leaf.Lifetime,
            ParentHash = parentHash ?? leaf.ParentHash,
            Extensions = extensions ?? leaf.Extensions,
            Signature = leaf.Signature,
        };

    /// <summary>An update of alba's leaf with one thing changed, signed anew.</summary>
    public Proposal.Update Update(Func<LeafNode, LeafNode>? change = null, LeafIndex? place = null)
    {
        using var key = Suite.GenerateKeyPair();
        var leaf = With(Alba.Leaf, source: LeafNodeSource.Update, encryptionKey: key.PublicKey);
        return new Proposal.Update((change?.Invoke(leaf) ?? leaf).SignedBy(Signer, Alba.Context.GroupId, place ?? Alba.Self));
    }
}
