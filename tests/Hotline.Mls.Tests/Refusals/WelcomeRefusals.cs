namespace Hotline.Mls.Tests;

internal static class WelcomeRefusals
{
    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("welcome_for_others", "12.4.3.1", "A Welcome names a key package of ours", MlsFault.NotForUs, forgery => Join(forgery, welcome => welcome with { Secrets = [] })),
        new("welcome_suite", "12.4.3.1", "A Welcome is of the key package's suite", MlsFault.Unsupported, forgery =>
            Join(forgery, welcome => welcome with { CipherSuite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519 })),
        new("welcome_secrets", "12.4.3.1", "The secrets of a Welcome open", MlsFault.DoesNotOpen, forgery =>
            Join(forgery, welcome => welcome with { Secrets = [welcome.Secrets[0] with { Secrets = new HpkeCiphertext(welcome.Secrets[0].Secrets.KemOutput, new byte[80]) }] })),
        new("welcome_group_info", "12.4.3.1", "The group info of a Welcome is the one that was sealed", MlsFault.DoesNotOpen, forgery =>
            Join(forgery, welcome => welcome with { EncryptedGroupInfo = new byte[300] })),
        new("welcome_group_known", "12.4.3.1", "A group is joined once", MlsFault.DuplicateGroup, forgery => Join(forgery, options: new JoinOptions { IsKnown = _ => true })),
        new("welcome_psk", "12.4.3.1", "The PSKs of a Welcome are at hand", MlsFault.UnknownPsk, forgery =>
            Rejoin(forgery, secrets => secrets with { Psks = [PskId.ForExternal(forgery.Suite, "unknown"u8)] })),
        new("welcome_two_successions", "12.4.3.1", "A Welcome follows at most one group", MlsFault.InvalidPsk, forgery =>
            Rejoin(forgery, secrets => secrets with { Psks = [Succession(forgery, PskUsage.Branch), Succession(forgery, PskUsage.ReInit)] })),
        new("welcome_path_secret", "12.4.3.1", "The path secret leads to the tree's keys", MlsFault.PathSecretMismatch, forgery =>
            Rejoin(forgery, secrets => secrets with { PathSecret = new byte[forgery.Suite.HashSize()] })),
        new("group_info_signature", "12.4.3", "A group info's signature holds", MlsFault.InvalidGroupInfo, forgery =>
            Rejoin(forgery, info: info => info with { Signature = new byte[64] })),
        new("group_info_signer_blank", "12.4.3.1", "A group info's signer is a member", MlsFault.InvalidGroupInfo, forgery =>
            Rejoin(forgery, info: info => info with { Signer = new LeafIndex(77) })),
        new("group_info_suite", "12.4.3.1", "A group info is of the key package's suite", MlsFault.Unsupported, forgery =>
            Rejoin(forgery, info: info => info with { Context = info.Context with { CipherSuite = CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519 } })),
        new("group_info_extensions_twice", "13.4", "A group info has one extension of a type", MlsFault.InvalidExtensions, forgery =>
            Rejoin(forgery, info: info => info with { Extensions = [.. info.Extensions, .. info.Extensions] })),
        new("group_info_confirmation_tag", "12.4.3.1", "A group info's confirmation tag holds", MlsFault.InvalidConfirmationTag, forgery =>
            Rejoin(forgery, info: info => Signed(forgery, info with { ConfirmationTag = new byte[32] }))),
        new("tree_missing", "12.4.3.3", "A ratchet tree is at hand", MlsFault.TreeMissing, forgery => Rejoin(forgery, info: info => Signed(forgery, info with { Extensions = [] }))),
        new("tree_hash", "12.4.3.1", "The tree is the group context's", MlsFault.TreeHashMismatch, forgery =>
            RejoinTree(forgery, nodes => [.. nodes.SkipLast(1), new TreeNode(forgery.KeyPackage().Leaf, null)], rehash: false)),
        new("tree_ends_blank", "12.4.3.3", "A tree's last node is not blank", MlsFault.MalformedTree, forgery => RejoinTree(forgery, nodes => [.. nodes, null], rehash: false)),
        new("tree_node_misplaced", "12.4.3.3", "Leaves and parents stand in their places", MlsFault.MalformedTree, forgery =>
            RejoinTree(forgery, nodes => [nodes[1], .. nodes.Skip(1)], rehash: false)),
        new("tree_parent_hash", "7.9.2", "Each parent was set by a member below it", MlsFault.InvalidParentHash, forgery =>
            RejoinParent(forgery, parent => parent with { EncryptionKey = forgery.KeyPackage().InitKey })),
        new("tree_unmerged_blank", "12.4.3.1", "An unmerged leaf is a member", MlsFault.InvalidUnmergedLeaves, forgery => RejoinParent(forgery, parent => parent with { UnmergedLeaves = [99] })),
        new("tree_unmerged_unsorted", "7.1", "Unmerged leaves are in order", MlsFault.InvalidUnmergedLeaves, forgery =>
            RejoinParent(forgery, parent => parent with { UnmergedLeaves = [1, 0] })),
        new("tree_key_twice", "12.4.3.1", "A key stands once in the tree", MlsFault.DuplicateKey, AParentKeyTwice),
        new("tree_leaf_signature", "7.3", "The signature of each leaf of the tree holds", MlsFault.InvalidLeafSignature, forgery => RejoinTree(forgery, nodes =>
            [.. nodes.Select((node, at) => at == 0 ? new TreeNode(AForgery.With(node!.Leaf!, credential: Credential.Basic("elbonia"u8)), null) : node)])),
        new("tree_credential", "5.3.1", "The authentication service accepts each member", MlsFault.CredentialRefused, forgery =>
        {
            var doubter = new NotCambria();
            Join(forgery, client: forgery.Stranger(authentication: doubter));
        }),
        new("tree_without_us", "12.4.3.1", "A leaf of the tree is ours", MlsFault.NotForUs, forgery =>
        {
            var client = forgery.Stranger();
            using var other = client.NewKeyPackage();
            Rejoin(forgery, client: client, recipient: other);
        }),
        new("context_extension_unknown_to_us", "13.4", "A newcomer supports the context's extensions", MlsFault.MissingCapability, forgery =>
            Rejoin(forgery, info: info => Signed(forgery, info with { Context = info.Context with { Extensions = [new Extension((ExtensionType)0xf055, default)] } }))),
        new("external_key_missing", "12.4.3.2", "An external commit needs an external key", MlsFault.ExternalKeyMissing, forgery =>
        {
            var info = forgery.Group["alba"].GroupInfo().GroupInfo!;
            var without = Signed(forgery, info with { Extensions = [.. info.Extensions.Where(extension => extension.Type != ExtensionType.ExternalPub)] });
            using var join = Group.JoinExternally(forgery.Stranger(), new MlsMessage { GroupInfo = without });
        }),
        new("saved_state_damaged", "-", "A saved state opens", MlsFault.InvalidSavedState, forgery =>
        {
            var saved = forgery.Group["borea"].Save(new byte[32]);
            saved[^1] ^= 1;
            Group.Restore(forgery.Group["borea"].Client, saved, new byte[32]);
        }),
    ];

    private static GroupInfo Signed(AForgery forgery, GroupInfo info) => info.SignedBy(forgery.Signer);

    private static PskId Succession(AForgery forgery, PskUsage usage) => new PskId.Resumption(usage, forgery.Alba.Context.GroupId, 1) { Nonce = new byte[32] };

    private static void Join(AForgery forgery, Func<Welcome, Welcome>? change = null, JoinOptions? options = null, MlsClient? client = null)
    {
        client ??= forgery.Stranger();
        using var bundle = client.NewKeyPackage();
        using var commit = forgery.Honest(new Proposal.Add(bundle.KeyPackage));
        var welcome = commit.Welcome!.Welcome!;
        using var joined = Group.Join(client, bundle, AGroup.Sent(new MlsMessage { Welcome = change?.Invoke(welcome) ?? welcome }), options);
    }

    /// <summary>A Welcome opened, changed and sealed again, as its maker could.</summary>
    /// <param name="recipient">Whom it is sealed to, when that is not who was added.</param>
    private static void Rejoin(
        AForgery forgery, Func<GroupSecrets, GroupSecrets>? change = null, Func<GroupInfo, GroupInfo>? info = null, MlsClient? client = null, KeyPackageBundle? recipient = null)
    {
        var suite = forgery.Suite;
        client ??= forgery.Stranger();
        using var bundle = client.NewKeyPackage();
        using var commit = forgery.Honest(new Proposal.Add(bundle.KeyPackage));
        var welcome = commit.Welcome!.Welcome!;
        var secrets = Wire.Decode<GroupSecrets>(suite.Decrypt(bundle.InitKey, "Welcome", welcome.EncryptedGroupInfo.Span, welcome.Secrets[0].Secrets));
        var (key, nonce) = Welcoming.Key(suite, secrets.JoinerSecret, new byte[suite.HashSize()]);
        var opened = Wire.Decode<GroupInfo>(suite.Open(key, nonce, [], welcome.EncryptedGroupInfo.Span));
        var encrypted = suite.Seal(key, nonce, [], Wire.Encode(info?.Invoke(opened) ?? opened));
        recipient ??= bundle;
        var sealedSecrets = suite.Encrypt(recipient.KeyPackage.InitKey.Span, "Welcome", encrypted, Wire.Encode(change?.Invoke(secrets) ?? secrets));
        var changed = new Welcome(suite.IdOf(), [new EncryptedGroupSecrets(recipient.KeyPackage.Reference(), sealedSecrets)], encrypted);
        using var joined = Group.Join(client, recipient, AGroup.Sent(new MlsMessage { Welcome = changed }));
    }

    /// <summary>A Welcome with another tree, whose hash the context has unless told otherwise.</summary>
    private static void RejoinTree(AForgery forgery, Func<IReadOnlyList<TreeNode?>, IReadOnlyList<TreeNode?>> change, bool rehash = true) => Rejoin(forgery, info: info =>
    {
        var nodes = new RatchetTreeNodes(change(Wire.Decode<RatchetTreeNodes>(info.Extensions.Find(ExtensionType.RatchetTree)!.Data.Span).Nodes));
        var context = rehash ? info.Context with { TreeHash = RatchetTree.Of(forgery.Suite, nodes).TreeHash() } : info.Context;
        return Signed(forgery, info with { Context = context, Extensions = [Extension.Of(ExtensionType.RatchetTree, nodes)] });
    });

    /// <summary>A Welcome in whose tree the root is another.</summary>
    private static void RejoinParent(AForgery forgery, Func<ParentNode, ParentNode> change) =>
        RejoinTree(forgery, nodes => [.. nodes.Select((node, at) => at == 3 ? new TreeNode(null, change(node!.Parent!)) : node)]);

    /// <summary>A leaf added with the key of a parent, by a committer who does not look.</summary>
    private static void AParentKeyTwice(AForgery forgery)
    {
        var root = forgery.Alba.Tree.Parent(forgery.Alba.Tree.Root)!.EncryptionKey;
        var tree = forgery.Alba.Tree.Copy();
        tree.Add(forgery.KeyPackage(leaf => AForgery.With(leaf, encryptionKey: root)).Leaf);
        LeafRules.RequireFittingMembers(tree, []);
    }

    private sealed class NotCambria : IAuthenticationService
    {
        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) => !credential.Equals(Credential.Basic("cambria"u8));
    }
}
