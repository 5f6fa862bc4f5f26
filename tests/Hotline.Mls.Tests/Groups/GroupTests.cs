using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

public sealed class GroupTests
{
    public static TheoryData<CipherSuiteId> AllSuites => [.. Suites.All.Select(suite => (CipherSuiteId)suite.Id)];

    [Theory]
    [MemberData(nameof(AllSuites))]
    public void Members_added_updated_and_removed_agree_in_every_suite(CipherSuiteId suite)
    {
        var group = AGroup.Of(CipherSuites.Of(suite), MlsOptions.Default, "alba", "borea", "cambria");
        group.ShouldAgree();

        group.Commit("borea");
        group.ShouldAgree();
        group.Add("cambria", "dorna");
        group.ShouldAgree();
        group.Commit("dorna", new Proposal.Remove(group.LeafOf("borea")));
        group.ShouldAgree();

        group["borea"].Phase.Should().Be(GroupPhase.Removed);
        group["alba"].Members.Should().HaveCount(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Proposals_of_others_are_committed_by_reference(bool encrypt)
    {
        var group = AGroup.Of(AGroup.Suite1, MlsOptions.Default with { EncryptHandshakes = encrypt }, "alba", "borea", "cambria", "dorna");

        group.Propose("borea", member => member.ProposeUpdate());
        group.Propose("cambria", member => member.Propose(new Proposal.Remove(group.LeafOf("dorna"))));
        group["alba"].WaitingProposals.Should().HaveCount(2);
        group.Commit("alba");

        group.ShouldAgree();
        group["dorna"].Phase.Should().Be(GroupPhase.Removed);
    }

    [Fact]
    public void A_group_of_one_commits()
    {
        var group = AGroup.Of("alba");

        group.Commit("alba");
        group.Commit("alba");

        group["alba"].Epoch.Should().Be(2);
        group.Add("alba", "borea");
        group.ShouldAgree();
    }

    [Fact]
    public void An_external_psk_goes_into_the_next_epoch()
    {
        var options = MlsOptions.Default with { Psks = id => id is PskId.External ? "a secret that came by courier"u8.ToArray() : null };
        var group = AGroup.Of(AGroup.Suite1, options, "alba", "borea");

        group.Commit("alba", new Proposal.Psk(PskId.ForExternal(group.Suite, "hl/psk/alba/1"u8)));
        group.ShouldAgree();
        group.Add("alba", "cambria");
        group.Commit("cambria", new Proposal.Psk(PskId.ForResumption(group.Suite, group["alba"].Id, group["alba"].Epoch)));

        group.ShouldAgree();
    }

    [Fact]
    public void A_newcomer_takes_the_psk_of_its_Welcome()
    {
        var options = MlsOptions.Default with { Psks = id => id is PskId.External ? "a secret that came by courier"u8.ToArray() : null };
        var group = AGroup.Of(AGroup.Suite1, options, "alba", "borea");
        var client = group.Client("cambria");
        using var bundle = client.NewKeyPackage();

        using var commit = group["alba"].Commit(new Proposal.Add(bundle.KeyPackage), new Proposal.Psk(PskId.ForExternal(group.Suite, "1"u8)));
        group.Deliver("alba", commit);
        group["cambria"] = Group.Join(client, bundle, AGroup.Sent(commit.Welcome!));

        group.ShouldAgree();
    }

    [Fact]
    public void Context_extensions_are_replaced_for_everybody()
    {
        var group = AGroup.Of("alba", "borea");
        var required = Extension.RequiredCapabilities(new RequiredCapabilities([], [], [CredentialType.X509]));

        group.Commit("borea", new Proposal.GroupContextExtensions([required]));

        group.ShouldAgree();
        group["alba"].Extensions.Should().ContainSingle().Which.Type.Should().Be(ExtensionType.RequiredCapabilities);
    }

    [Fact]
    public void A_client_joins_by_itself_and_comes_back_after_it_lost_its_state()
    {
        var group = AGroup.Of("alba", "borea");
        var client = group.Client("cambria");

        using (var join = Group.JoinExternally(client, AGroup.Sent(group["alba"].GroupInfo())))
        {
            group.ToOthers("cambria", join.Message);
            group["cambria"] = join.Adopt();
        }

        group.ShouldAgree();
        var lost = group.LeafOf("cambria");
        group.Members.Remove("cambria");
        using (var join = Group.JoinExternally(client, AGroup.Sent(group["borea"].GroupInfo()), new ExternalJoinOptions { Replaces = lost }))
        {
            group.ToOthers("cambria", join.Message);
            group["cambria"] = join.Adopt();
        }

        group.ShouldAgree();
        group["alba"].Members.Should().HaveCount(3);
    }

    [Fact]
    public void A_listed_sender_proposes_from_outside()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        using var hub = group.Suite.Signature.Generate();
        group.Commit("alba", new Proposal.GroupContextExtensions([Extension.ExternalSenders(new ExternalSender(hub.PublicKey, Credential.Basic("hub-north"u8)))]));

        var proposal = ExternalProposals.Make(hub, 0, group["alba"].Id, group["alba"].Epoch, new Proposal.Remove(group.LeafOf("cambria")));
        group.ToOthers("hub-north", proposal);
        group.Commit("borea");

        group.ShouldAgree();
        group["cambria"].Phase.Should().Be(GroupPhase.Removed);
    }

    [Fact]
    public void A_client_proposes_to_be_added()
    {
        var group = AGroup.Of("alba", "borea");
        var client = group.Client("cambria");
        using var bundle = client.NewKeyPackage();

        group.ToOthers("cambria", ExternalProposals.MakeAdd(client.Signer, bundle.KeyPackage, group["alba"].Id, group["alba"].Epoch));
        using var commit = group["alba"].Commit();
        group.Deliver("alba", commit);
        group["cambria"] = Group.Join(client, bundle, AGroup.Sent(commit.Welcome!));

        group.ShouldAgree();
    }

    [Fact]
    public void A_group_is_reinitialised_with_another_suite()
    {
        var group = AGroup.Of("alba", "borea");
        var next = CipherSuites.Of(CipherSuiteId.MlKem768X25519Aes256GcmSha384Ed25519);
        group.Commit("alba", new Proposal.ReInit("next"u8.ToArray(), CipherSuiteId.MlKem768X25519Aes256GcmSha384Ed25519, []));
        group["borea"].Phase.Should().Be(GroupPhase.Reinitialized);
        group["borea"].Invoking(member => member.Protect("late"u8)).Should().Throw<InvalidOperationException>();
        MlsClient NextClient(string name) => new(next, group[name].Client.Signer, group[name].Client.Credential, Anybody.Known);
        var (alba, borea) = (NextClient("alba"), NextClient("borea"));
        using var bundle = borea.NewKeyPackage();

        using var start = group["alba"].Reinitialize(alba, bundle.KeyPackage);
        using var joined = Group.Join(borea, bundle, AGroup.Sent(start.Welcome!), new JoinOptions { Predecessor = group["borea"] });
        using var started = start.Adopt();

        joined.EpochAuthenticator().Should().Equal(started.EpochAuthenticator());
        joined.Id.ToArray().Should().Equal("next"u8.ToArray());
    }

    [Fact]
    public void Some_members_branch_off()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        using var bundle = group["borea"].Client.NewKeyPackage();

        using var start = group["alba"].Branch("two of us"u8, bundle.KeyPackage);
        using var joined = Group.Join(group["borea"].Client, bundle, AGroup.Sent(start.Welcome!), new JoinOptions { Predecessor = group["borea"] });
        using var started = start.Adopt();

        joined.EpochAuthenticator().Should().Equal(started.EpochAuthenticator());
        joined.Members.Should().HaveCount(2);
    }

    [Fact]
    public void Messages_come_late_and_in_any_order()
    {
        var group = AGroup.Of("alba", "borea");
        var early = Enumerable.Range(0, 5).Select(number => group.Protect("alba", $"message {number}")).ToList();
        group.Commit("borea");
        var late = Enumerable.Range(5, 5).Select(number => group.Protect("alba", $"message {number}")).ToList();

        foreach (var at in (int[])[9, 0, 4, 7, 2, 8, 1, 5, 3, 6]) group.Unprotect("borea", early.Concat(late).ElementAt(at)).Should().Be($"message {at}");

        var again = () => group.Unprotect("borea", late[0]);
        again.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.GenerationConsumed);
    }

    [Fact]
    public void A_saved_state_goes_on_where_it_was()
    {
        var key = new byte[32];
        var group = AGroup.Of("alba", "borea", "cambria");
        var message = group.Protect("alba", "before");
        group.Propose("borea", member => member.ProposeUpdate());

        foreach (var name in (string[])["alba", "borea", "cambria"])
        {
            var saved = group[name].Save(key);
            var client = group[name].Client;
            group[name].Dispose();
            group[name] = Group.Restore(client, saved, key);
        }

        group.Unprotect("cambria", message).Should().Be("before");
        group.Commit("alba");
        group.ShouldAgree();
    }

    [Fact]
    public void The_loser_of_two_commits_follows_the_winner_and_makes_its_own_anew()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        using var winner = group["alba"].Commit();
        using (var loser = group["borea"].Commit(new Proposal.Remove(group.LeafOf("cambria")))) loser.Message.Epoch.Should().Be(group["borea"].Epoch);
        group.Deliver("alba", winner);

        group.Commit("borea", new Proposal.Remove(group.LeafOf("cambria")));

        group.ShouldAgree();
        group["alba"].Epoch.Should().Be(3);
    }

    [Fact]
    public void A_commit_that_was_kept_is_adopted_after_a_crash()
    {
        var key = new byte[32];
        var group = AGroup.Of("alba", "borea");
        var client = group["alba"].Client;
        byte[] next;
        using (var commit = group["alba"].Commit())
        {
            next = commit.SaveNext(key);
            group.ToOthers("alba", commit.Message);
        }

        group["alba"].Dispose();
        group["alba"] = Group.Restore(client, next, key);

        group.ShouldAgree();
    }
}
