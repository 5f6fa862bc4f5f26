namespace Hotline.Mls.Tests;

internal static class ProposalRefusals
{
    private static readonly Proposal RemoveCambria = new Proposal.Remove(new LeafIndex(2));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("remove_nobody", "12.1.3", "A removal names a member", MlsFault.UnknownMember, forgery => forgery.Put(forgery.Public(new Proposal.Remove(new LeafIndex(3))))),
        new("psk_nonce_size", "12.1.4", "A PSK's nonce has the hash's size", MlsFault.InvalidPsk, forgery =>
            forgery.Put(forgery.Public(new Proposal.Psk(new PskId.External("1"u8.ToArray()) { Nonce = new byte[31] })))),
        new("psk_reinit_usage", "11.2", "A PSK for re-init stands in no other commit", MlsFault.InvalidPsk, forgery => forgery.Put(forgery.Public(Resumption(forgery, PskUsage.ReInit)))),
        new("psk_branch_usage", "11.3", "A PSK for branch stands in no other commit", MlsFault.InvalidPsk, forgery => forgery.Put(forgery.Public(Resumption(forgery, PskUsage.Branch)))),
        new("psk_unknown", "12.4.2", "A PSK is at hand", MlsFault.UnknownPsk, forgery => forgery.Put(forgery.CommitWithPath(External(forgery)))),
        new("psk_twice", "12.2", "A PSK is used once in a commit", MlsFault.DuplicatePsk, forgery =>
        {
            var psk = External(forgery);
            forgery.Put(forgery.Commit(psk, psk));
        }),
        new("reinit_older_version", "12.1.5", "A re-init does not go back to an older version", MlsFault.InvalidReInit, forgery =>
            forgery.Put(forgery.Public(ReInit() with { Version = 0 }))),
        new("reinit_beside_others", "12.2", "A re-init stands alone", MlsFault.InvalidReInit, forgery => forgery.Put(forgery.Commit(ReInit(), External(forgery)))),
        new("external_init_by_member", "12.2", "A member's commit holds no external init", MlsFault.InvalidExternalInit, forgery =>
            forgery.Put(forgery.CommitWithPath(new Proposal.ExternalInit(new byte[32])))),
        new("external_init_proposed", "12.1.6", "An external init is not proposed by itself", MlsFault.InvalidExternalInit, forgery =>
            forgery.Put(forgery.Public(new Proposal.ExternalInit(new byte[32])))),
        new("own_update_committed", "12.2", "A committer commits no update of its own", MlsFault.CommitterProposal, forgery =>
        {
            forgery.Put(forgery.CommitWithPath(forgery.Update()));
        }),
        new("committer_removes_itself", "12.2", "A committer does not remove itself", MlsFault.CommitterProposal, forgery =>
            forgery.Put(forgery.CommitWithPath(new Proposal.Remove(forgery.Alba.Self)))),
        new("removed_twice", "12.2", "A leaf is removed once", MlsFault.ConflictingProposals, forgery => forgery.Put(forgery.CommitWithPath(RemoveCambria, RemoveCambria))),
        new("updated_and_removed", "12.2", "A leaf is updated or removed, not both", MlsFault.ConflictingProposals, forgery =>
        {
            MlsMessage update = null!;
            forgery.Group.Propose("cambria", member =>
            {
                var step = member.ProposeUpdate();
                update = step.Message;
                return step;
            });
            var reference = forgery.Alba.Proposals[0].Reference;
            forgery.Judge = forgery.Group["borea"];
            forgery.Put(forgery.Public(new Content(default, null, new Commit([new ProposalOrRef(null, reference), AForgery.ByValue(RemoveCambria)], forgery.HonestCommit().Path))));
        }),
        new("added_twice", "12.2", "A client is added once", MlsFault.DuplicateClient, forgery =>
        {
            var client = forgery.Stranger();
            forgery.Put(forgery.Commit(new Proposal.Add(forgery.KeyPackage(client: client)), new Proposal.Add(forgery.KeyPackage(client: client))));
        }),
        new("added_signature_key_of_member", "7.3", "A signature key stands once in the tree", MlsFault.DuplicateClient, forgery =>
        {
            var cambria = forgery.Group["cambria"].Client;
            var again = new MlsClient(forgery.Suite, cambria.Signer, Credential.Basic("elbonia"u8), Anybody.Known, forgery.Group.Options);
            forgery.Put(forgery.Commit(new Proposal.Add(forgery.KeyPackage(client: again))));
        }),
        new("added_member", "12.2", "Who is a member is not added", MlsFault.DuplicateClient, forgery =>
            forgery.Put(forgery.Commit(new Proposal.Add(forgery.KeyPackage(client: forgery.Stranger("cambria")))))),
        new("context_extensions_twice", "12.2", "The context's extensions are replaced once", MlsFault.DuplicateContextExtensions, forgery =>
            forgery.Put(forgery.CommitWithPath(new Proposal.GroupContextExtensions([]), new Proposal.GroupContextExtensions([])))),
        new("context_extension_unsupported", "13.4", "All members support the context's extensions", MlsFault.MissingCapability, forgery =>
            forgery.Put(forgery.CommitWithPath(new Proposal.GroupContextExtensions([new Extension((ExtensionType)0xf055, default)])))),
        new("context_required_unsupported", "12.1.7", "All members support what the context requires", MlsFault.MissingCapability, forgery =>
            forgery.Put(forgery.CommitWithPath(new Proposal.GroupContextExtensions([Extension.RequiredCapabilities(new RequiredCapabilities([], [0xf055], []))])))),
        new("context_extension_misplaced", "17.3", "A context has only extensions that belong there", MlsFault.InvalidExtensions, forgery =>
            forgery.Put(forgery.Public(new Proposal.GroupContextExtensions([Extension.ApplicationId("1"u8)])))),
        new("context_extension_of_one_type", "13.4", "A context has one extension of a type", MlsFault.InvalidExtensions, forgery =>
            forgery.Put(forgery.Public(new Proposal.GroupContextExtensions([Extension.ExternalSenders(), Extension.ExternalSenders()])))),
        new("policy", "12.2", "The application allows a proposal", MlsFault.PolicyRefused, forgery =>
        {
            var borea = forgery.Group["borea"];
            var strict = forgery.Group.Options with { Policy = (proposal, _) => proposal is not Proposal.Remove };
            forgery.Judge = new Group(new MlsClient(forgery.Suite, borea.Client.Signer, borea.Client.Credential, Anybody.Known, strict), borea.State);
            forgery.Put(forgery.Public(RemoveCambria));
        }),
    ];

    private static Proposal.ReInit ReInit() => new("next"u8.ToArray(), CipherSuiteId.X25519Aes128GcmSha256Ed25519, []);

    private static Proposal.Psk External(AForgery forgery) => new(PskId.ForExternal(forgery.Suite, "unknown"u8));

    private static Proposal.Psk Resumption(AForgery forgery, PskUsage usage) =>
        new(new PskId.Resumption(usage, forgery.Alba.Context.GroupId, 1) { Nonce = new byte[forgery.Suite.HashSize()] });
}
