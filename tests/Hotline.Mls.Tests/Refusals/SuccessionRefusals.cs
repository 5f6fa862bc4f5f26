namespace Hotline.Mls.Tests;

internal static class SuccessionRefusals
{
    public static IReadOnlyList<Refusal> All { get; } =
    [
        new("branch_without_predecessor", "12.4.3.1", "The group that a branch follows is at hand", MlsFault.UnknownPsk, forgery =>
        {
            using var bundle = forgery.Group["borea"].Client.NewKeyPackage();
            using var start = forgery.Group["alba"].Branch(default, bundle.KeyPackage);
            using var joined = Group.Join(forgery.Group["borea"].Client, bundle, AGroup.Sent(start.Welcome!));
        }),
        new("branch_with_stranger", "11.3", "A branch holds only members", MlsFault.InvalidSuccession, forgery =>
        {
            // Alba's own service takes dorna for cambria.
            var alba = forgery.Group["alba"];
            var careless = new Group(new MlsClient(forgery.Suite, alba.Client.Signer, alba.Client.Credential, new Careless(), forgery.Group.Options), alba.State);
            var borea = forgery.Group["borea"];
            using var bundle = borea.Client.NewKeyPackage();
            using var start = careless.Branch(default, bundle.KeyPackage, forgery.KeyPackage());
            using var joined = Group.Join(borea.Client, bundle, AGroup.Sent(start.Welcome!), new JoinOptions { Predecessor = borea });
        }),
        new("reinit_not_agreed", "11.2", "A re-init follows a commit to it", MlsFault.InvalidSuccession, forgery =>
            JoinReInit(forgery, agreed => agreed, unheard: true)),
        new("reinit_other_group_id", "12.4.3.1", "A re-initialised group has the id that was agreed", MlsFault.InvalidSuccession, forgery =>
            JoinReInit(forgery, agreed => agreed with { GroupId = "another"u8.ToArray() })),
        new("reinit_other_extensions", "12.4.3.1", "A re-initialised group has the extensions that were agreed", MlsFault.InvalidSuccession, forgery =>
            JoinReInit(forgery, agreed => agreed with { Extensions = [Extension.RequiredCapabilities(new RequiredCapabilities([], [], []))] })),
        new("reinit_member_missing", "12.4.3.1", "A re-initialised group has all members", MlsFault.InvalidSuccession, forgery =>
            JoinReInit(forgery, agreed => agreed, without: "cambria")),
    ];

    /// <summary>Alba re-initialises as it likes; borea joins, and compares with what was agreed.</summary>
    private static void JoinReInit(AForgery forgery, Func<Proposal.ReInit, Proposal.ReInit> agreed, string? without = null, bool unheard = false)
    {
        var group = forgery.Group;
        group.Commit("alba", new Proposal.ReInit("next"u8.ToArray(), CipherSuiteId.X25519Aes128GcmSha256Ed25519, []));
        using var borea = group["borea"].Client.NewKeyPackage();
        using var cambria = group["cambria"].Client.NewKeyPackage();
        List<KeyPackage> others = without is null ? [borea.KeyPackage, cambria.KeyPackage] : [borea.KeyPackage];
        var state = group["alba"].State;
        var reckless = new Group(group["alba"].Client, state with { ReInit = agreed(state.ReInit!) });
        using var start = reckless.Reinitialize(group["alba"].Client, others);
        var predecessor = unheard ? new Group(group["borea"].Client, group["borea"].State with { ReInit = null }) : group["borea"];
        using var joined = Group.Join(group["borea"].Client, borea, AGroup.Sent(start.Welcome!), new JoinOptions { Predecessor = predecessor });
    }

    private sealed class Careless : IAuthenticationService
    {
        public bool Accepts(Credential credential, ReadOnlySpan<byte> signatureKey, CredentialUse use) => true;

        public bool IsSameClient(LeafNode first, LeafNode second) =>
            first.Credential.Equals(second.Credential) || (first.Credential.Equals(Credential.Basic("cambria"u8)) && second.Credential.Equals(Credential.Basic("dorna"u8)));
    }
}
