using System.Reflection;

namespace Hotline.Mls.Tests;

/// <summary>What a thief of a state can and cannot read (RFC 9420, sections 9.2 and 16.6).</summary>
public sealed class SecrecyTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public void A_stolen_state_opens_no_message_that_was_read_before()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        var messages = Enumerable.Range(0, 10).Select(number => group.Protect("alba", $"message {number}")).ToList();
        foreach (var at in (int[])[5, 0, 1, 9, 3]) group.Unprotect("borea", messages[at]);

        var thief = Stolen(group["borea"]);

        foreach (var at in (int[])[5, 0, 1, 9, 3]) Refused(thief, messages[at]).Should().Be(MlsFault.GenerationConsumed);
        foreach (var at in (int[])[2, 4, 6, 7, 8]) Opens(thief, messages[at]).Should().Be($"message {at}", "it was not read yet, so its key must still be there");
    }

    [Fact]
    public void A_stolen_state_opens_none_of_its_owners_own_messages()
    {
        var group = AGroup.Of("alba", "borea");
        var message = group.Protect("borea", "sent");

        var thief = Stolen(group["borea"]);
        var messages = thief.State.Messages;
        var reading = () => messages.Take(thief.Self, RatchetKind.Application, 0, new RatchetLimits(10, 10), new Ledger());

        reading.Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.GenerationConsumed);
        message.ContentType.Should().Be(ContentType.Application);
    }

    [Fact]
    public void A_stolen_state_opens_nothing_of_an_epoch_that_was_forgotten()
    {
        var group = AGroup.Of("alba", "borea");
        var unread = group.Protect("alba", "never read");
        group.Commit("alba");
        using (var forgetting = group["borea"].Forget(upTo: group["borea"].Epoch - 1)) group["borea"] = forgetting.Adopt();

        Refused(Stolen(group["borea"]), unread).Should().Be(MlsFault.WrongEpoch);
    }

    [Fact]
    public void Epochs_beyond_the_limit_are_forgotten_by_themselves()
    {
        var group = AGroup.Of(AGroup.Suite1, MlsOptions.Default with { MaxPastEpochs = 2 }, "alba", "borea");
        var unread = group.Protect("alba", "never read");
        for (var epoch = 0; epoch < 2; epoch++) group.Commit("alba");
        Opens(Stolen(group["borea"]), unread).Should().Be("never read");

        group.Commit("alba");

        Refused(Stolen(group["borea"]), unread).Should().Be(MlsFault.WrongEpoch);
    }

    [Fact]
    public void A_stolen_state_follows_the_group_only_until_its_owner_renews_its_keys()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        var thief = Stolen(group["borea"]);
        using (var commit = group["alba"].Commit())
        {
            thief = Follow(thief, commit.Message);
            group.Deliver("alba", commit);
        }

        thief.EpochAuthenticator().Should().Equal(group["alba"].EpochAuthenticator(), "the thief has borea's keys still");
        MlsMessage healing;
        using (var commit = group["borea"].Commit())
        {
            healing = commit.Message;
            group.Deliver("borea", commit);
        }

        // The thief is shut out, whether it takes the commit for its own or for somebody else's.
        var following = () => Follow(thief, healing);
        following.Should().Throw<MlsException>();
        var impostor = new Group(thief.Client, thief.State with { Keys = thief.State.Keys with { Self = group.LeafOf("cambria") } });
        impostor.Invoking(state => Follow(state, healing)).Should().Throw<MlsException>();
        Refused(thief, group.Protect("alba", "after healing")).Should().Be(MlsFault.WrongEpoch);
        using var next = group["alba"].Commit();
        thief.Invoking(state => Follow(state, next.Message)).Should().Throw<MlsException>();
    }

    [Fact]
    public void An_update_that_another_commits_heals_too()
    {
        var group = AGroup.Of("alba", "borea", "cambria");
        var thief = Stolen(group["borea"]);
        MlsMessage? proposal = null;
        group.Propose("borea", member =>
        {
            var step = member.ProposeUpdate();
            proposal = step.Message;
            return step;
        });
        MlsMessage healing;
        using (var commit = group["alba"].Commit())
        {
            healing = commit.Message;
            group.Deliver("alba", commit);
        }

        // The thief may read the proposal, which is sealed under the old epoch; the new leaf's key it has not.
        var knowing = new Group(thief.Client, thief.State with { Keys = thief.State.Keys with { Self = group.LeafOf("cambria") } });
        knowing = Follow(knowing, proposal!);
        knowing.Invoking(state => Follow(state, healing)).Should().Throw<MlsException>();
        group.ShouldAgree();
    }

    [Fact]
    public void A_psk_that_the_thief_has_not_shuts_it_out()
    {
        var options = MlsOptions.Default with { Psks = _ => "came by courier"u8.ToArray() };
        var group = AGroup.Of(AGroup.Suite1, options, "alba", "borea");
        var owner = group["borea"];
        var thief = Group.Restore(new MlsClient(group.Suite, owner.Client.Signer, owner.Client.Credential, Anybody.Known), owner.Save(Key), Key);

        using var commit = group["alba"].Commit(new Proposal.Psk(PskId.ForExternal(group.Suite, "1"u8)));

        thief.Invoking(state => Follow(state, commit.Message)).Should().Throw<MlsException>().Which.Fault.Should().Be(MlsFault.UnknownPsk);
    }

    [Fact]
    public void Adopting_the_next_state_zeroes_what_the_former_used_up()
    {
        var group = AGroup.Of("alba", "borea");
        var former = group["alba"].State;
        var (init, exporter, membership, own) = (former.Secrets.Init, former.Secrets.Exporter, former.Secrets.Membership, former.Keys.Keys[former.Self.Node]);

        using (var given = group["alba"].Commit()) given.Message.Should().NotBeNull();
        init.Should().Contain(value => value != 0, "a commit that was given up changes nothing");
        group.Commit("alba");

        init.Should().OnlyContain(value => value == 0);
        exporter.Should().OnlyContain(value => value == 0);
        membership.Should().OnlyContain(value => value == 0);
        own.Invoking(key => key.ToBytes()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void A_step_given_up_zeroes_what_it_made()
    {
        var group = AGroup.Of("alba", "borea");
        var commit = group["alba"].Commit();
        var next = (GroupState)typeof(GroupStep).GetField("_next", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(commit)!;

        commit.Dispose();

        next.Secrets.All.Should().AllSatisfy(secret => secret.Should().OnlyContain(value => value == 0));
        next.Messages.Secrets().Should().AllSatisfy(secret => secret.Should().OnlyContain(value => value == 0));
        group.ShouldAgree();
    }

    [Fact]
    public void Joining_spends_the_init_key()
    {
        var group = AGroup.Of("alba");
        var client = group.Client("borea");
        var bundle = client.NewKeyPackage();
        using var commit = group["alba"].Commit(new Proposal.Add(bundle.KeyPackage));
        using var joined = Group.Join(client, bundle, commit.Welcome!);

        var again = () => Group.Join(client, bundle, commit.Welcome!);

        again.Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void A_last_resort_joins_more_than_once()
    {
        var client = AGroup.Of("alba").Client("borea");
        using var bundle = client.NewKeyPackage(lastResort: true);
        for (var time = 0; time < 2; time++)
        {
            var group = AGroup.Of("alba");
            using var commit = group["alba"].Commit(new Proposal.Add(KeyPackage.Decode(bundle.KeyPackage.Encode())));

            using var joined = Group.Join(client, bundle, commit.Welcome!);

            joined.Members.Should().HaveCount(2);
        }
    }

    [Fact]
    public void Nothing_secret_stands_in_the_text_of_a_state()
    {
        var state = AGroup.Of("alba", "borea")["alba"].State;

        foreach (var text in (string[])[state.ToString(), state.Keys.ToString(), new MessageKey([1], [2]).ToString()])
            text.Should().NotContainAny("1,", "Byte", Convert.ToHexString(state.Secrets.Init));
    }

    private static Group Stolen(Group owner) => Group.Restore(owner.Client, owner.Save(Key), Key);

    private static Group Follow(Group group, MlsMessage message)
    {
        using var received = group.Process(message);
        return received.Adopt();
    }

    private static MlsFault Refused(Group thief, MlsMessage message) =>
        thief.Invoking(state => state.Unprotect(message)).Should().Throw<MlsException>().Which.Fault;

    private static string Opens(Group thief, MlsMessage message)
    {
        using var step = thief.Unprotect(message);
        return System.Text.Encoding.UTF8.GetString(step.Data.Span);
    }
}
