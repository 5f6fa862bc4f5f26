using System.Collections.Immutable;
using System.Text;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;

namespace Hotline.Tests;

public sealed class HubRulesTests
{
    private static readonly HubView<Real> Nothing = new(null, null);
    private static readonly HubRules<Real> Rules = new(AnOrigin.HubNorth, ARoster.Of("alba", "borea", "cambria"), HubLimits.Default);

    [Fact]
    public void A_message_to_members_in_time_is_carried_and_receipted()
    {
        var decision = Submit(AnOrigin.Envelope());

        var carry = decision.Should().BeOfType<HubDecision<Real>.Carry>().Subject;
        carry.Submitted.Kind.Should().Be(ReceiptKind.Submitted);
        carry.Submitted.From.Should().Be(AnOrigin.HubNorth);
        carry.Submitted.Answers(AnOrigin.Note()).Should().BeTrue();
    }

    [Fact]
    public void The_same_bytes_again_get_the_state_of_before_even_after_the_deadline()
    {
        var view = Carried(Rung.Delivered);

        var decision = Rules.Decide(new HubStep<Real>.Submit(AnOrigin.Envelope()), view, AnOrigin.Noon.AddDays(3));

        decision.Should().Be(new HubDecision<Real>.AsBefore(view));
    }

    [Fact]
    public void Other_bytes_under_the_same_id_are_a_conflict() =>
        Refusal(Submit(AnOrigin.Envelope(AnOrigin.Text() with { Precedence = Precedence.Routine }), Carried(Rung.Relayed))).Should().Be(RefusalReason.Conflict);

    [Fact]
    public void A_recipient_off_the_roster_is_refused() =>
        Refusal(Submit(AnOrigin.Envelope(AnOrigin.Text([NodeName.Parse("elbonia.example")])))).Should().Be(RefusalReason.UnknownRecipient);

    [Fact]
    public void A_revoked_recipient_is_refused()
    {
        var roster = Rules.Roster with { Members = [.. Rules.Roster.Members.Select(member => member with { RevokedSince = member.Member == "borea" ? AnOrigin.Noon : null })] };

        Refusal((Rules with { Roster = roster }).Decide(new HubStep<Real>.Submit(AnOrigin.Envelope()), Nothing, AnOrigin.Noon)).Should().Be(RefusalReason.UnknownRecipient);
    }

    [Fact]
    public void A_payload_that_is_not_the_one_in_the_note_is_refused() =>
        Refusal(Submit(AnOrigin.Envelope() with { Payload = Encoding.ASCII.GetBytes("Ciphertext") })).Should().Be(RefusalReason.Mismatch);

    [Fact]
    public void A_payload_of_another_size_or_over_the_limit_is_refused()
    {
        Refusal(Submit(AnOrigin.Envelope() with { Payload = new byte[3] })).Should().Be(RefusalReason.Size);
        Refusal((Rules with { Limits = new HubLimits(5, TimeSpan.FromDays(1)) }).Decide(new HubStep<Real>.Submit(AnOrigin.Envelope()), Nothing, AnOrigin.Noon))
            .Should().Be(RefusalReason.Size);
    }

    [Fact]
    public void A_deadline_past_or_too_far_ahead_is_refused()
    {
        Refusal(Submit(AnOrigin.Envelope(AnOrigin.Text() with { Deadline = AnOrigin.Noon }))).Should().Be(RefusalReason.TooLate);
        Refusal(Submit(AnOrigin.Envelope(AnOrigin.Text() with { Deadline = AnOrigin.Noon.AddDays(31) }))).Should().Be(RefusalReason.DeadlineTooFar);
    }

    [Fact]
    public void A_roster_of_the_present_number_with_another_hash_is_refused()
    {
        var other = AnOrigin.Text() with { RosterNumber = 1, RosterHash = Digest.Of("forged"u8) };

        Refusal(Submit(AnOrigin.Envelope(other))).Should().Be(RefusalReason.UnknownRoster);
    }

    [Fact]
    public void A_recipients_receipt_is_forwarded_once()
    {
        var receipt = Receipt<Real>.Parse(ReceiptText<Real>.About(AnOrigin.Note(), ReceiptKind.Delivered, AnOrigin.Borea, AnOrigin.Noon).ToBytes(), default, default);

        Rules.Decide(new HubStep<Real>.Answer(receipt), Carried(Rung.Relayed), AnOrigin.Noon).Should().Be(new HubDecision<Real>.Forward(receipt, Rung.Delivered));
        Rules.Decide(new HubStep<Real>.Answer(receipt), Carried(Rung.Delivered), AnOrigin.Noon).Should().BeOfType<HubDecision<Real>.AsBefore>();
    }

    [Fact]
    public void A_receipt_by_somebody_else_or_about_something_else_is_not_ours()
    {
        var byStranger = ReceiptText<Real>.About(AnOrigin.Note(), ReceiptKind.Delivered, AnOrigin.Cambria, AnOrigin.Noon);
        var aboutOther = ReceiptText<Real>.About(AnOrigin.Note(AnOrigin.Text() with { Epoch = 1 }), ReceiptKind.Delivered, AnOrigin.Borea, AnOrigin.Noon);
        var byHub = ReceiptText<Real>.About(AnOrigin.Note(), ReceiptKind.Failed, AnOrigin.Borea, AnOrigin.Noon) with { Undelivered = [AnOrigin.Borea] };

        foreach (var text in new[] { byStranger, aboutOther, byHub })
        {
            var answer = new HubStep<Real>.Answer(Receipt<Real>.Parse(text.ToBytes(), default, default));
            Rules.Decide(answer, Carried(Rung.Relayed, [AnOrigin.Borea]), AnOrigin.Noon).Should().BeOfType<HubDecision<Real>.NotOurs>();
        }

        Rules.Decide(new HubStep<Real>.Answer(Receipt<Real>.Parse(byStranger.ToBytes(), default, default)), Nothing, AnOrigin.Noon)
            .Should().BeOfType<HubDecision<Real>.NotOurs>();
    }

    [Fact]
    public void At_the_deadline_those_without_delivery_are_named()
    {
        var view = Carried(Rung.Relayed) with { };
        var carried = view.Carried! with { Deliveries = view.Carried!.Deliveries.SetItem(AnOrigin.Borea, Rung.Delivered) };

        var decision = Rules.Decide(new HubStep<Real>.Expire(carried.Key), view with { Carried = carried }, AnOrigin.Noon.AddMinutes(10));

        decision.Should().BeOfType<HubDecision<Real>.Fail>().Which.Failed.Undelivered.Should().Equal(AnOrigin.Cambria);
    }

    [Fact]
    public void Before_the_deadline_or_when_all_have_it_nothing_fails()
    {
        Rules.Decide(new HubStep<Real>.Expire(default), Carried(Rung.Relayed), AnOrigin.Noon).Should().BeOfType<HubDecision<Real>.AsBefore>();
        Rules.Decide(new HubStep<Real>.Expire(default), Carried(Rung.Delivered), AnOrigin.Noon.AddDays(1)).Should().BeOfType<HubDecision<Real>.AsBefore>();
    }

    private static HubDecision<Real> Submit(Envelope<Real> envelope, HubView<Real>? view = null) =>
        Rules.Decide(new HubStep<Real>.Submit(envelope), view ?? Nothing, AnOrigin.Noon);

    private static RefusalReason? Refusal(HubDecision<Real> decision) => decision.Should().BeOfType<HubDecision<Real>.Refuse>().Which.Refused.Reason;

    private static HubView<Real> Carried(Rung rung, ImmutableArray<NodeName>? to = null) => new(
        new Carried<Real>(
            AnOrigin.Note(), new LeafPosition(0, default), new LeafPosition(1, default),
            (to ?? [AnOrigin.Borea, AnOrigin.Cambria]).ToImmutableDictionary(node => node, _ => rung)),
        null);
}
