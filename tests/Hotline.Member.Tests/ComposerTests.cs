using Hotline.Cli.Rosters;
using Hotline.Envelopes;
using Hotline.Rosters;
using Hotline.Statements;
using Hotline.Stores;
using Hotline.TestData;

namespace Hotline.Member.Tests;

/// <summary>What is made of a draft, and which drafts nothing is made of.</summary>
public sealed class ComposerTests(Networks networks)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private Roster Roster => networks.Alba.Start.Rosters.Current;

    public static TheoryData<string, Func<Draft, Draft>> Refused => new()
    {
        { "A message needs at least one recipient.", draft => draft with { To = [] } },
        { "A message needs at least one recipient.", draft => draft with { To = default } },
        { "A message has at most 100 recipients.", draft => draft with { To = [.. Enumerable.Range(0, 101).Select(index => NodeName.Parse($"n{index}.example"))] } },
        { "A recipient is named twice.", draft => draft with { To = [draft.To[0], draft.To[0]] } },
        { "The deadline has passed already.", draft => draft with { Deadline = Now } },
        { "The time to reply by has passed already.", draft => draft with { ReplyBy = Now } },
        { "A FLASH has at most 200 words and 4096 bytes*", draft => draft with { Body = string.Concat(Enumerable.Repeat("word ", 200)) } },
        { "A FLASH has at most 200 words and 4096 bytes*", draft => draft with { Body = new string('x', 4096) } },
        { "An? OVERRIDE has at most 200 words*", draft => draft with { Precedence = Precedence.Override, Body = string.Concat(Enumerable.Repeat("word ", 200)) } },
        { "A FLASH has no attachments*", draft => draft with { Attachments = [new Attachment("plan.txt", "text/plain", "plan"u8.ToArray())] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_draft_that_breaks_a_rule_is_refused_with_a_sentence(string sentence, Func<Draft, Draft> spoil) =>
        spoil(ADraft).WhyNot(Now).Should().Match(sentence.Replace("An?", "A*", StringComparison.Ordinal));

    [Fact]
    public void At_lower_precedence_length_and_attachments_are_free()
    {
        var draft = ADraft with { Precedence = Precedence.Immediate, Body = new string('x', 100_000), Attachments = [new Attachment("plan.txt", "text/plain", "plan"u8.ToArray())] };

        draft.WhyNot(Now).Should().BeNull();
        ADraft.WhyNot(Now).Should().BeNull();
        (ADraft with { ReplyBy = Now, Deadline = Now.AddMinutes(1) }).WhyNot(Now).Should().BeNull("the deadline decides, a time to reply by informs");
    }

    [Fact]
    public void Who_is_unknown_revoked_or_oneself_is_named()
    {
        var revoking = networks.Real.Next(networks.Alba.Start.Rosters.Series.All[^1], new RosterChanges([], [], ["borea"], null)).Roster;

        Why(ADraft with { To = [NodeName.Parse("elbonia.example")] }, Roster).Should().StartWith("elbonia.example is on no roster known here");
        Why(ADraft with { To = [networks.Alba.Node] }, Roster).Should().Be("A message to yourself needs no hub.");
        Composer<Real>.Resolve(ADraft, revoking, networks.Alba.Node, revoking.Find(networks.Borea.Node)!.RevokedSince!.Value).Why.Should().StartWith("borea's keys are revoked since");
    }

    [Fact]
    public void The_strongest_seal_that_every_reader_opens_is_taken_and_never_one_below_a_readers_minimum()
    {
        var draft = ADraft with { To = [networks.Borea.Node, networks.Cambria.Node] };
        var boreaClassical = Changed(Roster, "borea", member => member with { Kem = [member.KemFor(SealSuite.ClassicalLetter)!], MinimumSeal = SealSuite.ClassicalLetter });
        var cambriaToo = Changed(boreaClassical, "cambria", member => member with { MinimumSeal = SealSuite.ClassicalLetter });
        SealSuite? Of(Roster roster, SealSuite? named = null) => Composer<Real>.Resolve(draft with { Seal = named }, roster, networks.Alba.Node, Now).Suite;

        Of(Roster).Should().Be(SealSuite.HybridLetter);
        Of(cambriaToo).Should().Be(SealSuite.ClassicalLetter);
        Of(boreaClassical).Should().BeNull("Cambria opens nothing weaker than the hybrid, which Borea cannot open");
        Of(Roster, SealSuite.ClassicalLetter).Should().BeNull("a downgrade on request is one all the same");
        Why(draft, boreaClassical).Should().Be("There is no seal that every recipient opens: send to each alone.");
    }

    [Fact]
    public void Messages_of_a_conversation_are_chained_and_share_its_salt()
    {
        var first = Compose(new ComposeOn(Roster, "grid", null, SealState.None, null, Now));
        var text = first.Envelope.Origin.Text;
        var second = Compose(new ComposeOn(Roster, "grid", new ConversationHead(text.Sequence, first.Envelope.Origin.LeafHash, first.ConversationSalt), SealState.None, null, Now)).Envelope.Origin.Text;
        var other = Compose(new ComposeOn(Roster, "grid", null, SealState.None, null, Now)).Envelope.Origin.Text;

        (text.Sequence, text.Previous).Should().Be((1UL, null));
        (second.Sequence, second.Previous).Should().Be((2UL, first.Envelope.Origin.LeafHash));
        second.Conversation.Should().Be(text.Conversation);
        other.Conversation.Should().NotBe(text.Conversation, "outside nobody can tell that both are called grid");
    }

    [Theory]
    [InlineData(Precedence.Override, 5)]
    [InlineData(Precedence.Flash, 10)]
    [InlineData(Precedence.Immediate, 30)]
    [InlineData(Precedence.Priority, 180)]
    [InlineData(Precedence.Routine, 360)]
    [InlineData(Precedence.Deferred, 10080)]
    public void Without_a_deadline_the_precedence_gives_one(Precedence precedence, int minutes)
    {
        var on = new ComposeOn(Roster, "grid", null, SealState.None, null, Now);

        Compose(on, ADraft with { Precedence = precedence }).Envelope.Origin.Text.Deadline.Should().Be(Now.AddMinutes(minutes));
        Compose(on, ADraft with { Precedence = precedence, ReplyBy = Now.AddMinutes(2) }).Envelope.Origin.Text.Deadline.Should().Be(Now.AddMinutes(2));
        Compose(on, ADraft with { Precedence = precedence, ReplyBy = Now.AddMinutes(2), Deadline = Now.AddMinutes(3) }).Envelope.Origin.Text.Deadline.Should().Be(Now.AddMinutes(3));
    }

    [Fact]
    public void Nothing_of_the_text_stands_in_note_or_payload()
    {
        var envelope = Compose(new ComposeOn(Roster, "conversation-name", null, SealState.None, null, Now), ADraft with { Subject = "Unmistakable subject", Body = "Unmistakable body" }).Envelope;

        foreach (var plain in (string[])["Unmistakable subject", "Unmistakable body", "Lt. Aurelia", "conversation-name"])
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(plain);
            envelope.Origin.Bytes.Span.IndexOf(bytes).Should().Be(-1);
            envelope.Payload.Span.IndexOf(bytes).Should().Be(-1);
        }
    }

    private static Draft ADraft => Party<Real>.Message("The grid is down.", "borea");

    private string? Why(Draft draft, Roster roster) => Composer<Real>.Resolve(draft, roster, networks.Alba.Node, Now).Why;

    private MemberStep<Real>.Send Compose(ComposeOn on, Draft? draft = null)
    {
        var made = draft ?? ADraft;
        var (suite, members, _) = Composer<Real>.Resolve(made, on.Roster, networks.Alba.Node, on.Now);
        return new Composer<Real>(networks.Alba.Start, networks.Alba.Archive).Compose(made, MessageId.New(on.Now), suite!, members, on);
    }

    private static Roster Changed(Roster roster, string name, Func<RosterMember, RosterMember> change) =>
        roster with { Members = [.. roster.Members.Select(member => member.Member == name ? change(member) : member)] };
}
