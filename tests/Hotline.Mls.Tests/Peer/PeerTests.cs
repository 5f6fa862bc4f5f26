namespace Hotline.Mls.Tests;

/// <summary>Members of two makes, Hotline.Mls and ts-mls, in one group; after each epoch all agree on epoch_authenticator and exporter.</summary>
public sealed class PeerTests(APeer running) : IClassFixture<APeer>
{
    private readonly PeerProcess _peer = running.Process;

    public static TheoryData<CipherSuiteId, bool> SuitesAndCreators =>
    [
        .. from suite in new[]
           {
               CipherSuiteId.X25519Aes128GcmSha256Ed25519, CipherSuiteId.P256Aes128GcmSha256P256, CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
               CipherSuiteId.P521Aes256GcmSha512P521, CipherSuiteId.P384Aes256GcmSha384P384,
               CipherSuiteId.MlKem768X25519Aes256GcmSha384Ed25519, CipherSuiteId.MlKem768Aes256GcmSha384MlDsa65,
           }
           from oursCreates in new[] { true, false }
           select (suite, oursCreates),
    ];

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void Two_makes_read_each_other_whoever_creates_the_group(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, ("alba", oursCreates), ("borea", !oursCreates));

        group.ShouldAgree();
        group.EverybodyReadsEverybody();
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void Members_are_added_updated_and_removed_in_public_and_in_private(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, ("alba", oursCreates), ("borea", !oursCreates));

        foreach (var isPublic in (bool[])[true, false])
        {
            var number = isPublic ? 1 : 2;
            group.Commit("borea", isPublic, [], [group.NewMember($"cambria {number}", oursCreates), group.NewMember($"dorna {number}", !oursCreates)]);
            group.Commit("alba", isPublic);
            group.Commit("borea", isPublic);
            group.Commit($"dorna {number}", isPublic);
            group.EverybodyReadsEverybody();
            group.Propose("alba", isPublic, new Change.Update());
            group.Propose($"dorna {number}", isPublic, new Change.Update());
            group.Commit("borea", isPublic);
            group.Propose("borea", isPublic, new Change.Update());
            group.Commit("alba", isPublic);
            group.Propose("borea", isPublic, new Change.Remove(group[$"cambria {number}"].Standing.Leaf));
            group.Commit("alba", isPublic);
            group.Commit("borea", isPublic, new Change.Remove(group[$"dorna {number}"].Standing.Leaf));
            group.EverybodyReadsEverybody();
        }

        group.Members.Keys.Should().BeEquivalentTo("alba", "borea");
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void Pre_shared_keys_go_into_the_epoch_of_both(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, ("alba", oursCreates), ("borea", !oursCreates));
        group.Know("hl/psk/alba/1");
        group.Know("hl/psk/alba/2");

        group.Commit("alba", isPublic: true, new Change.Psk("hl/psk/alba/1"), new Change.Psk("hl/psk/alba/2"));
        group.Commit("borea", isPublic: false, new Change.Psk("hl/psk/alba/2"));
        group.Commit("borea", isPublic: false, new Change.Resumption(), new Change.Psk("hl/psk/alba/1"));
        group.Commit("alba", isPublic: true, new Change.Resumption());
        group.Commit("alba", isPublic: true, [new Change.Psk("hl/psk/alba/1")], [group.NewMember("cambria", !oursCreates)]);
        group.Commit("borea", isPublic: true, [new Change.Psk("hl/psk/alba/1")], [group.NewMember("dorna", oursCreates)]);

        group.EverybodyReadsEverybody();
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void Members_join_by_themselves_and_come_back(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, ("alba", oursCreates), ("borea", !oursCreates));

        group.JoinExternally(group.NewMember("cambria", oursCreates), introducer: "borea");
        group.JoinExternally(group.NewMember("dorna", !oursCreates), introducer: "alba");
        group.EverybodyReadsEverybody();
        group.JoinExternally(group["cambria"], introducer: "borea", replaces: group["cambria"].Standing.Leaf);
        group.JoinExternally(group["dorna"], introducer: "alba", replaces: group["dorna"].Standing.Leaf);
        group.Commit("dorna", isPublic: true);

        group.EverybodyReadsEverybody();
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void The_extensions_of_the_context_are_replaced(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, oursCreates ? [("ours", true), ("theirs", false)] : [("theirs", false), ("ours", true)]);

        group.Commit("ours", isPublic: oursCreates, new Change.RequiredCredentials(CredentialType.Basic));
        group.Commit("ours", isPublic: oursCreates, [], [group.NewMember("cambria", !oursCreates)]);
        group.Commit("ours", isPublic: oursCreates, new Change.RequiredCredentials(CredentialType.Basic, CredentialType.X509));
        group.Commit("theirs", isPublic: oursCreates);

        group.EverybodyReadsEverybody();
        ((OurMember)group["ours"]).Group.Extensions.Should().ContainSingle().Which.Type.Should().Be(ExtensionType.RequiredCapabilities);
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void Messages_are_skipped_and_come_in_any_order(CipherSuiteId suite, bool oursCreates)
    {
        using var group = MixedGroup.Of(_peer, suite, ("alba", oursCreates), ("borea", !oursCreates));

        foreach (var (sender, reader) in (ReadOnlySpan<(string, string)>)[("alba", "borea"), ("borea", "alba")])
        {
            var early = Enumerable.Range(0, 40).Select(number => group[sender].Protect($"message {number}")).ToList();
            group.Commit(reader, isPublic: true);
            var late = Enumerable.Range(40, 40).Select(number => group[sender].Protect($"message {number}")).ToList();
            var all = early.Concat(late).ToList();
            foreach (var at in (int[])[79, 0, 41, 12, 3, 75, 39, 60, 2, 40]) group[reader].Unprotect(all[at]).Should().Be($"message {at}");
        }

        group.EverybodyReadsEverybody();
    }

    [Theory]
    [MemberData(nameof(SuitesAndCreators))]
    public void A_group_is_reinitialised_with_another_suite_by_either(CipherSuiteId suite, bool oursBegins)
    {
        var next = suite == CipherSuiteId.P384Aes256GcmSha384P384 ? CipherSuiteId.X25519Aes128GcmSha256Ed25519 : CipherSuiteId.P384Aes256GcmSha384P384;
        using var group = MixedGroup.Of(_peer, suite, ("alba", true), ("borea", false));
        var (first, second) = oursBegins ? (group["alba"], group["borea"]) : (group["borea"], group["alba"]);

        var end = first.ReInit("next"u8.ToArray(), next);
        second.Process(end.Message);
        first.Accept();
        var (starts, joins) = (first.Successor(next), second.Successor(next));
        var start = starts.Reinitialize(first, joins.KeyPackage());
        starts.Accept();
        joins.JoinReinitialized(second, start.Welcome!, starts.RatchetTree());

        first.Standing.IsMember.Should().BeFalse("the group has ended");
        second.Standing.Authenticator.Should().Be(first.Standing.Authenticator);
        (joins.Standing.Epoch, joins.Standing.Authenticator, joins.Standing.Exported).Should().Be((1UL, starts.Standing.Authenticator, starts.Standing.Exported));
        joins.Unprotect(starts.Protect("in the next group")).Should().Be("in the next group");
        starts.Unprotect(joins.Protect("read")).Should().Be("read");
    }
}
