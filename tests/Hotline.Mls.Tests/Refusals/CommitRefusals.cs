namespace Hotline.Mls.Tests;

internal static class CommitRefusals
{
    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("unknown_reference", "12.4", "A commit refers to proposals that came", MlsFault.UnknownProposal, forgery =>
            forgery.Put(Commit(forgery, new Commit([new ProposalOrRef(null, new byte[32])], forgery.HonestCommit().Path)))),
        new("empty_without_path", "12.4", "A commit without proposals has a path", MlsFault.PathRequired, forgery => forgery.Put(forgery.Commit())),
        new("removal_without_path", "12.4", "A commit that removes has a path", MlsFault.PathRequired, forgery => forgery.Put(forgery.Commit(new Proposal.Remove(forgery.Cambria)))),
        new("path_leaf_source", "12.4.2", "A path's leaf comes from a commit", MlsFault.InvalidLeafSource, forgery =>
            forgery.Put(WithLeaf(forgery, leaf => AForgery.With(leaf, source: LeafNodeSource.Update)))),
        new("path_leaf_signature", "7.3", "The signature of a path's leaf holds", MlsFault.InvalidLeafSignature, forgery =>
            forgery.Put(WithPath(forgery, path => path with { Leaf = AForgery.With(path.Leaf, parentHash: new byte[32]) }))),
        new("path_leaf_key", "12.4.2", "A path's leaf has a new encryption key", MlsFault.UnchangedKey, forgery =>
            forgery.Put(WithLeaf(forgery, leaf => AForgery.With(leaf, encryptionKey: forgery.Alba.Leaf.EncryptionKey)))),
        new("path_parent_hash", "7.9.2", "The parent hash of a path's leaf holds", MlsFault.InvalidParentHash, forgery =>
            forgery.Put(WithLeaf(forgery, leaf => AForgery.With(leaf, parentHash: new byte[32])))),
        new("path_too_short", "7.6", "A path has a node for each of the filtered path", MlsFault.InvalidPath, forgery =>
            forgery.Put(WithPath(forgery, path => path with { Nodes = [.. path.Nodes.Skip(1)] }))),
        new("path_too_long", "7.6", "A path has no node beyond the filtered path", MlsFault.InvalidPath, forgery =>
            forgery.Put(WithPath(forgery, path => path with { Nodes = [.. path.Nodes, path.Nodes[0]] }))),
        new("path_secret_missing", "7.6", "A path's secret is sealed to each below", MlsFault.InvalidPath, forgery =>
            forgery.Put(WithNode(forgery, node => node with { EncryptedPathSecret = [] }))),
        new("path_secret_twice", "7.6", "A path's secret is sealed once to each below", MlsFault.InvalidPath, forgery =>
            forgery.Put(WithNode(forgery, node => node with { EncryptedPathSecret = [.. node.EncryptedPathSecret, node.EncryptedPathSecret[0]] }))),
        new("path_key_in_tree", "12.4.2", "A path's keys are new to the tree", MlsFault.DuplicateKey, forgery =>
            forgery.Put(WithNode(forgery, node => node with { EncryptionKey = forgery.Group["cambria"].State.Leaf.EncryptionKey }))),
        new("path_key_twice", "12.4.2", "A path's keys are distinct", MlsFault.DuplicateKey, forgery => forgery.Put(WithPath(forgery, path => path with
        {
            Nodes = [path.Nodes[0], path.Nodes[1] with { EncryptionKey = path.Nodes[0].EncryptionKey }],
        }))),
        new("path_secret_garbled", "7.5", "A path's secret opens", MlsFault.DoesNotOpen, forgery =>
            forgery.Put(WithNode(forgery, node => node with { EncryptedPathSecret = [new HpkeCiphertext(node.EncryptedPathSecret[0].KemOutput, new byte[48])] }))),
        new("path_secret_other_key", "7.5", "A path's secret leads to the path's keys", MlsFault.PathSecretMismatch, ASecretForOtherKeys),
        new("external_commits_disallowed", "12.4.3.2", "The application allows external commits", MlsFault.PolicyRefused, forgery =>
        {
            var borea = forgery.Group["borea"];
            var strict = forgery.Group.Options with { AllowExternalCommits = false };
            forgery.Judge = new Group(new MlsClient(forgery.Suite, borea.Client.Signer, borea.Client.Credential, Anybody.Known, strict), borea.State);
            PutExternal(forgery, proposals => proposals);
        }),
        new("external_init_missing", "12.2", "An external commit has an external init", MlsFault.InvalidExternalInit, forgery => PutExternal(forgery, _ => [])),
        new("external_init_twice", "12.2", "An external commit has one external init", MlsFault.InvalidExternalInit, forgery =>
            PutExternal(forgery, proposals => [.. proposals, .. proposals])),
        new("external_init_garbled", "8.3", "An external init opens", MlsFault.InvalidExternalInit, forgery =>
            PutExternal(forgery, _ => [AForgery.ByValue(new Proposal.ExternalInit(new byte[32]))])),
        new("external_commit_adds", "12.2", "An external commit adds nobody else", MlsFault.InvalidExternalCommit, forgery =>
            PutExternal(forgery, proposals => [.. proposals, AForgery.ByValue(new Proposal.Add(forgery.KeyPackage()))])),
        new("external_commit_removes_two", "12.2", "An external commit removes at most one", MlsFault.InvalidExternalCommit, forgery => PutExternal(forgery, proposals =>
            [.. proposals, AForgery.ByValue(new Proposal.Remove(new LeafIndex(0))), AForgery.ByValue(new Proposal.Remove(new LeafIndex(2)))])),
        new("external_commit_by_reference", "12.4.3.2", "An external commit refers to no proposals", MlsFault.InvalidExternalCommit, forgery =>
            PutExternal(forgery, proposals => [.. proposals, new ProposalOrRef(null, new byte[32])])),
        new("external_commit_signature", "12.4.3.2", "An external commit is signed by who joins", MlsFault.InvalidSignature, forgery =>
            PutExternal(forgery, proposals => proposals, forgery.Signer)),
        new("external_commit_signature_key", "7.3", "Who joins by itself brings a signature key of its own", MlsFault.DuplicateKey, forgery =>
        {
            var cambria = forgery.Group["cambria"];
            using var join = Group.JoinExternally(forgery.Stranger(), AGroup.Sent(forgery.Group["alba"].GroupInfo()));
            var commit = join.Message.Public!.Content.Content.Commit!;
            var leaf = AForgery.With(commit.Path!.Leaf);
            leaf = new LeafNode
            {
                EncryptionKey = leaf.EncryptionKey, SignatureKey = cambria.State.Leaf.SignatureKey, Credential = leaf.Credential, Capabilities = leaf.Capabilities,
                Source = LeafNodeSource.Commit, ParentHash = leaf.ParentHash, Extensions = leaf.Extensions,
            }.SignedBy(cambria.Client.Signer, forgery.Alba.Context.GroupId, new LeafIndex(3));
            forgery.Put(forgery.External(commit with { Path = commit.Path with { Leaf = leaf } }, cambria.Client.Signer));
        }),
        new("handshake_after_reinit", "12.4.2", "A group that was re-initialised takes no handshake", MlsFault.GroupClosed, forgery =>
        {
            forgery.Group.Commit("alba", new Proposal.ReInit("next"u8.ToArray(), CipherSuiteId.X25519Aes128GcmSha256Ed25519, []));
            forgery.Put(forgery.Public(new Proposal.Remove(forgery.Cambria)));
        }),
    ];

    private static MlsMessage Commit(AForgery forgery, Commit commit) => forgery.Public(new Content(default, null, commit));

    private static MlsMessage WithPath(AForgery forgery, Func<UpdatePath, UpdatePath> change)
    {
        var commit = forgery.HonestCommit();
        return Commit(forgery, commit with { Path = change(commit.Path!) });
    }

    private static MlsMessage WithLeaf(AForgery forgery, Func<LeafNode, LeafNode> change) => WithPath(forgery, path => path with
    {
        Leaf = change(path.Leaf).SignedBy(forgery.Signer, forgery.Alba.Context.GroupId, forgery.Alba.Self),
    });

    /// <summary>The lowest node of alba's path, whose secret is for borea.</summary>
    private static MlsMessage WithNode(AForgery forgery, Func<UpdatePathNode, UpdatePathNode> change) =>
        WithPath(forgery, path => path with { Nodes = [change(path.Nodes[0]), .. path.Nodes.Skip(1)] });

    /// <summary>A path whose tree is sound, but the secret for borea is another one.</summary>
    private static void ASecretForOtherKeys(AForgery forgery)
    {
        var (suite, state) = (forgery.Suite, forgery.Alba);
        var tree = state.Tree.Copy();
        var made = TreeKem.Renew(suite, tree, state.Keys, state.Leaf, state.Context.GroupId, forgery.Signer, new Ledger());
        var other = made with { PathSecrets = [new byte[suite.HashSize()], .. made.PathSecrets.Skip(1)] };
        var change = ProposalList.Apply(forgery.Group["alba"].Client, state.Context, state.Tree, [], Sender.Member(state.Self)) with { Tree = tree };
        var path = TreeKem.Seal(suite, tree, other, new HashSet<LeafIndex>(), Epochs.Provisional(state.Context, change));
        forgery.Put(Commit(forgery, new Commit([], path)));
    }

    private static void PutExternal(AForgery forgery, Func<IReadOnlyList<ProposalOrRef>, IReadOnlyList<ProposalOrRef>> change, Cryptography.SigningKey? signer = null)
    {
        var client = forgery.Stranger();
        using var join = Group.JoinExternally(client, AGroup.Sent(forgery.Group["alba"].GroupInfo()));
        var commit = join.Message.Public!.Content.Content.Commit!;
        forgery.Put(forgery.External(commit with { Proposals = change(commit.Proposals) }, signer ?? client.Signer));
    }
}
