using System.Text;
using Hotline.Rosters;

namespace Hotline.Evidence.Tests;

public sealed class RosterSeriesTests(ANetwork network)
{
    private AParty Alba => network.Alba;

    private AParty Borea => network.Borea;

    private AParty Cambria => network.Cambria;

    private AParty Dorna => network.Dorna;

    [Fact]
    public void The_first_roster_takes_effect_with_a_quorum_of_its_own_members()
    {
        var series = RosterSeries.Begin(ANetwork.Signed(network.First, Alba, Cambria), "real");

        series.Current.Hash.Should().Be(network.First.Hash);
        series.All.Should().ContainSingle();
    }

    [Fact]
    public void One_signature_is_no_quorum_of_two()
    {
        var begin = () => RosterSeries.Begin(ANetwork.Signed(network.First, Alba), "real");
        var add = () => network.Series().Add(ANetwork.Signed(ANetwork.After(network.First), Cambria));

        begin.Should().Throw<RosterRefusedException>().WithMessage("Roster 1 may not take effect: 1 of the 2 members needed signed it (alba): *");
        add.Should().Throw<RosterRefusedException>().WithMessage("Roster 2 may not take effect: 1 of the 2 members needed signed it (cambria): *");
    }

    [Fact]
    public void A_first_roster_of_another_number_or_domain_is_refused()
    {
        var later = () => RosterSeries.Begin(ANetwork.Signed(ANetwork.After(network.First), Alba, Borea), "real");
        var real = () => RosterSeries.Begin(ANetwork.Signed(network.First, Alba, Borea), "exercise:cyber-fog");

        later.Should().Throw<RosterRefusedException>().WithMessage("The first roster has number 1, this one has 2.");
        real.Should().Throw<RosterRefusedException>().WithMessage("*for real*for exercise:cyber-fog*");
    }

    [Fact]
    public void The_next_roster_takes_effect_and_the_older_one_is_still_found()
    {
        var next = ANetwork.After(network.First, roster => roster with { Members = roster.Members.Add(Dorna.AsMember()) });

        var series = network.Series().Add(ANetwork.Signed(next, Borea, Cambria));

        series.Current.Hash.Should().Be(next.Hash);
        series.Find(network.First.Hash)!.Number.Should().Be(1);
        series.Find(next.Hash)!.Number.Should().Be(2);
        series.Find(Digest.Of("stranger"u8)).Should().BeNull();
        series.All.Should().HaveCount(2);
    }

    [Fact]
    public void Only_members_of_the_roster_before_decide_who_comes_next()
    {
        var next = ANetwork.After(network.First, roster => roster with { Members = roster.Members.Add(Dorna.AsMember()) });

        var add = () => network.Series().Add(ANetwork.Signed(next, Alba, Dorna));

        add.Should().Throw<RosterRefusedException>().WithMessage("*1 of the 2 members needed signed it (alba)*");
    }

    [Fact]
    public void The_quorum_is_that_of_the_roster_before()
    {
        var lowered = ANetwork.After(network.First, roster => roster with { Quorum = 1 });
        var raised = ANetwork.After(network.First, roster => roster with { Quorum = 3 });

        var add = () => network.Series().Add(ANetwork.Signed(lowered, Alba));

        add.Should().Throw<RosterRefusedException>();
        network.Series().Add(ANetwork.Signed(raised, Alba, Borea)).Current.Quorum.Should().Be(3);
    }

    [Fact]
    public void A_member_that_leaves_still_signs_the_roster_it_leaves_by()
    {
        var next = ANetwork.After(network.First, roster => roster with { Members = roster.Members.RemoveAt(0) });

        network.Series().Add(ANetwork.Signed(next, Alba, Borea)).Current.Members.Should().HaveCount(2);
    }

    [Fact]
    public void A_signature_by_a_new_root_key_counts_from_the_roster_after()
    {
        var fresh = Alba.NewSigner("root");
        var next = ANetwork.After(network.First, roster => ANetwork.With(roster, Alba, member => member with { Root = $"{fresh.Key}" }));
        var signed = SignedRoster.Begin(next, fresh).Sign(Borea.Root);

        var add = () => network.Series().Add(signed);

        add.Should().Throw<RosterRefusedException>().WithMessage("*1 of the 2*");
        var series = network.Series().Add(signed.Sign(Alba.Root));
        series.Add(SignedRoster.Begin(ANetwork.After(next), fresh).Sign(Borea.Root)).Current.Number.Should().Be(3);
    }

    [Fact]
    public void A_revoked_member_does_not_count_in_the_quorum()
    {
        var revoking = ANetwork.After(network.First, roster => ANetwork.With(roster, Cambria, member => member with { RevokedSince = ANetwork.Noon }));
        var series = network.Series().Add(ANetwork.Signed(revoking, Alba, Borea));
        var next = ANetwork.After(revoking);

        var add = () => series.Add(ANetwork.Signed(next, Alba, Cambria));

        add.Should().Throw<RosterRefusedException>().WithMessage("*1 of the 2 members needed signed it (alba)*");
        series.Add(ANetwork.Signed(next, Alba, Borea)).Current.Number.Should().Be(3);
    }

    [Fact]
    public void A_signer_counts_once_however_often_it_signs()
    {
        var next = ANetwork.After(network.First);
        var line = Encoding.UTF8.GetBytes(Alba.Root.SignLine(next.Text.Span));

        var add = () => network.Series().Add(SignedRoster.Parse((byte[])[.. ANetwork.Signed(next, Alba).Note.Span, .. line, .. line]));

        add.Should().Throw<RosterRefusedException>().WithMessage("*1 of the 2 members needed signed it (alba)*");
    }

    [Fact]
    public void A_roster_that_does_not_follow_is_refused_by_the_rule_it_breaks()
    {
        Refused(ANetwork.After(network.First, roster => roster with { Previous = Digest.Of("fork"u8) })).Should().Contain("it does not follow the roster known here");
        Refused(ANetwork.After(network.First, roster => roster with { Number = 3 })).Should().Contain("its number is 3, the next is 2");
        Refused(ANetwork.After(network.First, roster => roster with { Domain = "exercise:x" })).Should().Contain("it is for exercise:x, not for real");

        string Refused(Roster next)
        {
            var add = () => network.Series().Add(ANetwork.Signed(next, Alba, Borea, Cambria));
            return add.Should().Throw<RosterRefusedException>().Which.Message;
        }
    }

    [Fact]
    public void The_present_roster_again_changes_nothing_and_an_older_one_is_refused()
    {
        var series = network.Series().Add(ANetwork.Signed(ANetwork.After(network.First), Alba, Borea));

        var older = () => series.Add(ANetwork.Signed(network.First, Alba, Borea));

        series.Add(ANetwork.Signed(ANetwork.After(network.First), Borea, Cambria)).All.Should().HaveCount(2);
        older.Should().Throw<RosterRefusedException>().WithMessage("*its number is 1, the next is 3*");
    }

    [Fact]
    public void A_signature_over_another_text_spoils_the_whole_note()
    {
        var next = ANetwork.After(network.First);
        var elsewhere = Encoding.UTF8.GetBytes(Cambria.Root.SignLine(network.First.Text.Span));

        var add = () => network.Series().Add(SignedRoster.Parse((byte[])[.. ANetwork.Signed(next, Alba, Borea).Note.Span, .. elsewhere]));

        add.Should().Throw<RosterRefusedException>().WithMessage("The signature of cambria on roster 2 does not hold*");
    }

    [Fact]
    public void Signatures_by_strangers_are_ignored() =>
        network.Series().Add(ANetwork.Signed(ANetwork.After(network.First), Dorna, Alba, Borea)).Current.Number.Should().Be(2);

    [Fact]
    public void Signing_again_adds_nothing()
    {
        var signed = ANetwork.Signed(network.First, Alba, Borea);

        signed.Sign(Borea.Root).Should().Be(signed);
        signed.Sign(Alba.Root).Should().Be(signed);
        signed.SignersOf(network.First).Should().Equal("alba", "borea");
    }
}
