using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What a member's node keeps: whole batches, each thing once.</summary>
public abstract class MemberStoreContract(IEngine engine) : MemberContract(engine)
{
    private static readonly ChannelId AChannel = ChannelId.Parse("0b1c7f0e-6f4c-4b0f-8a51-3d1f0f6d8a11");

    [Fact]
    public async Task A_sent_message_is_filed_logged_and_in_the_outbox_as_it_was_sealed()
    {
        var envelope = AMessage.Numbered(1);

        (await KeepAsync(Send(envelope, "grid"))).Should().Be(MemberOutcome.Kept);

        var waiting = (await Store.ReadOutboxAsync(10, Ct)).Single();
        waiting.Origin.Bytes.ToArray().Should().Equal(envelope.Origin.Bytes.ToArray());
        waiting.Payload.ToArray().Should().Equal(envelope.Payload.ToArray());
        Leaves().Should().ContainSingle().Which.Should().Equal(envelope.Origin.Bytes.ToArray());
        var record = await FindAsync(envelope);
        (record.Direction, record.At, record.Key).Should().Be((Direction.Sent, Noon, envelope.Key()));
        record.Rungs.Should().BeEquivalentTo(new Dictionary<NodeName, Rung> { [Borea] = Rung.Filed, [Cambria] = Rung.Filed });
        record.Archived!.WrappedKey.ToArray().Should().Equal(Archived(envelope).WrappedKey.ToArray());
        record.Archived.Sealed.ToArray().Should().Equal(Archived(envelope).Sealed.ToArray());
        var conversation = (await Store.ReadConversationAsync("grid", Ct))!;
        (conversation.Sequence, conversation.Last).Should().Be((1, envelope.Origin.LeafHash));
        conversation.Salt.ToArray().Should().Equal(Salt);
    }

    [Fact]
    public async Task Each_step_kept_again_is_known_and_writes_nothing()
    {
        var (sent, came, spoiled) = (AMessage.Numbered(1), FromCambria(2), FromCambria(3));
        MemberStep<Real>[] steps =
        [
            Send(sent), Receive(came, 1), Refuse(spoiled, 2), Keep(sent.Receipt(ReceiptKind.Submitted, HubNorth)), Keep(sent.Receipt(ReceiptKind.Delivered, Borea), 3), Read(came),
        ];
        (await CommitAsync(steps)).Should().OnlyContain(outcome => outcome == MemberOutcome.Kept);
        var before = Engine.Dump();

        var again = await CommitAsync(steps);

        again.Should().OnlyContain(outcome => outcome == MemberOutcome.KeptBefore);
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_step_kept_before_still_moves_the_queue_on()
    {
        var (came, spoiled, sent) = (FromCambria(1), FromCambria(2), AMessage.Numbered(3));
        await CommitAsync(Receive(came, 1), Refuse(spoiled, 2), Send(sent), Keep(sent.Receipt(ReceiptKind.Delivered, Borea), 3));

        foreach (var (step, position) in new (MemberStep<Real>, ulong)[]
                 { (Receive(came, 4), 4), (Refuse(spoiled, 5), 5), (Keep(sent.Receipt(ReceiptKind.Delivered, Borea), 6), 6) })
        {
            (await KeepAsync(step)).Should().Be(MemberOutcome.KeptBefore);
            (await PositionAsync()).Should().Be(position);
        }

        Leaves().Should().HaveCount(6);
    }

    [Fact]
    public async Task A_step_sees_what_the_steps_before_it_in_the_batch_did()
    {
        var first = AMessage.Numbered(1);
        var second = Next(first, 2);
        var racer = Next(first, 3);

        var outcomes = await CommitAsync(
            Send(first, "grid"), Send(second, "grid"), Send(racer, "grid"), Keep(first.Receipt(ReceiptKind.Submitted, HubNorth)), Keep(racer.Receipt(ReceiptKind.Submitted, HubNorth)));

        outcomes.Should().Equal(MemberOutcome.Kept, MemberOutcome.Kept, MemberOutcome.LostRace, MemberOutcome.Kept, MemberOutcome.Unknown);
        (await Store.ReadConversationAsync("grid", Ct))!.Sequence.Should().Be(2);
    }

    [Fact]
    public async Task A_conversation_that_went_on_keeps_nothing_of_the_late_message()
    {
        var first = AMessage.Numbered(1);
        await CommitAsync(Send(first, "grid"), Send(Next(first, 2), "grid"));
        var before = Engine.Dump();

        (await KeepAsync(Send(Next(first, 3), "grid"))).Should().Be(MemberOutcome.LostRace);
        (await KeepAsync(Send(AMessage.Numbered(4), "grid"))).Should().Be(MemberOutcome.LostRace, "it is another first message");
        (await KeepAsync(Send(Next(first, 5), "another"))).Should().Be(MemberOutcome.LostRace, "its conversation has not begun");

        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_conversation_keeps_the_salt_of_its_first_message()
    {
        var first = AMessage.Numbered(1);

        await CommitAsync(Send(first, "grid"), Send(Next(first, 2), "grid") with { ConversationSalt = Enumerable.Repeat((byte)1, 16).ToArray() });

        (await Store.ReadConversationAsync("grid", Ct))!.Salt.ToArray().Should().Equal(Salt);
        (await Store.ReadConversationAsync("another", Ct)).Should().BeNull();
    }

    [Fact]
    public async Task A_signer_that_fails_leaves_everything_as_it_was()
    {
        await CommitAsync(Send(AMessage.Numbered(1)), Receive(FromCambria(2), 1));
        var before = Engine.Dump();

        var commit = () => Store.CommitBatchAsync(
            [Send(AMessage.Numbered(3)), Receive(FromCambria(4), 2), Keep(AMessage.Numbered(1).Receipt(ReceiptKind.Submitted, HubNorth)), Read(FromCambria(2)), new MemberStep<Real>.Pass(At(9))],
            (_, _) => throw new InvalidOperationException("no key"),
            Ct);

        await commit.Should().ThrowAsync<InvalidOperationException>().WithMessage("no key");
        Engine.Dump().Should().Be(before);
        (await KeepAsync(Send(AMessage.Numbered(3)))).Should().Be(MemberOutcome.Kept);
    }

    [Fact]
    public async Task Batches_that_come_at_once_are_all_kept_one_after_the_other()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 200).Select(number => Task.Run(() => KeepAsync(Send(AMessage.Numbered(number))))));

        outcomes.Should().OnlyContain(outcome => outcome == MemberOutcome.Kept);
        Store.Transcript.ReadHead()!.Size.Should().Be(200);
    }

    [Fact]
    public async Task Of_two_processes_with_one_head_the_second_writes_nothing()
    {
        await KeepAsync(Send(AMessage.Numbered(1)));
        var (other, _) = Engine.OpenNode(default(Real));
        await KeepAsync(Send(AMessage.Numbered(2)));
        var before = Engine.Dump();

        var commit = () => other.CommitBatchAsync([Send(AMessage.Numbered(3))], AMessage.Sign, Ct);

        (await commit.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse();
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_received_message_is_logged_with_its_NRD_which_waits_to_be_sent()
    {
        var envelope = FromCambria(1);

        await KeepAsync(Receive(envelope, 5));

        var delivered = envelope.Say(ReceiptKind.Delivered, Borea).ToBytes();
        Leaves().Should().SatisfyRespectively(leaf => leaf.Should().Equal(envelope.Origin.Bytes.ToArray()), leaf => leaf.Should().Equal(delivered));
        var record = await FindAsync(envelope);
        (record.Direction, record.At, record.Rungs[Borea]).Should().Be((Direction.Received, Noon.AddMinutes(1), Rung.Delivered));
        record.Archived!.Sealed.ToArray().Should().Equal(Archived(envelope).Sealed.ToArray());
        var receipt = (await Store.ReadReceiptsToSendAsync(10, Ct)).Single();
        (receipt.Leaf, receipt.Precedence).Should().Be((1, Precedence.Flash));
        receipt.Entry.ToArray().Should().Equal(delivered);
        (await PositionAsync()).Should().Be(5);
        (await Store.ReadOutboxAsync(10, Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_refused_message_is_logged_with_its_REFUSED_and_has_no_content()
    {
        var envelope = FromCambria(1);

        await KeepAsync(Refuse(envelope, 5));

        var record = await FindAsync(envelope);
        (record.Rungs[Borea], record.Archived).Should().Be((Rung.Refused, null));
        (await Store.ReadReceiptsToSendAsync(10, Ct)).Single().Entry.ToArray().Should().Equal(envelope.Say(ReceiptKind.Refused, Borea).ToBytes());
        Leaves().Should().HaveCount(2);
        (await PositionAsync()).Should().Be(5);
    }

    [Fact]
    public async Task The_state_of_a_seal_is_kept_with_the_message_that_moved_it()
    {
        var state = new SealState(AChannel, new byte[] { 1, 2, 3 });

        await KeepAsync(Send(AMessage.Numbered(1)) with { NextState = state });
        var afterSend = await Store.ReadSealStateAsync(AChannel, Ct);
        await KeepAsync(Receive(FromCambria(2), 1) with { NextState = state with { Bytes = new byte[] { 4 } } });
        await KeepAsync(Send(AMessage.Numbered(3)));

        afterSend!.Bytes.ToArray().Should().Equal(1, 2, 3);
        (await Store.ReadSealStateAsync(AChannel, Ct))!.Bytes.ToArray().Should().Equal(4);
        (await Store.ReadSealStateAsync(ChannelId.Letters, Ct)).Should().BeNull("letters have no state");
    }

    [Fact]
    public async Task Passing_moves_the_position_only_and_never_back()
    {
        (await KeepAsync(new MemberStep<Real>.Pass(At(3)))).Should().Be(MemberOutcome.Kept);
        await KeepAsync(new MemberStep<Real>.Pass(At(2)));
        await KeepAsync(new MemberStep<Real>.Pass(At(1) with { Lane = Precedence.Routine }));
        await KeepAsync(new MemberStep<Real>.Pass(At(7) with { Hub = NodeName.Parse("hub-south.example") }));

        (await Store.ReadQueueAsync(HubNorth, Ct)).Should().BeEquivalentTo(new Dictionary<Precedence, ulong> { [Precedence.Flash] = 3, [Precedence.Routine] = 1 });
        Store.Transcript.ReadHead().Should().BeNull();
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(ulong.MaxValue)]
    public async Task A_position_that_no_queue_ever_has_spoils_nothing_else_in_the_batch(ulong position)
    {
        var outcomes = await CommitAsync(new MemberStep<Real>.Pass(At(position)), Send(AMessage.Numbered(1)));

        outcomes.Should().Equal(MemberOutcome.Kept, MemberOutcome.Kept);
        (await PositionAsync()).Should().Be(long.MaxValue);
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was_and_goes_on()
    {
        var (sent, came) = (AMessage.Numbered(1), FromCambria(2));
        await CommitAsync(Send(sent, "grid"), Receive(came, 4));
        var before = Engine.Dump();

        await RestartAsync();

        Engine.Dump().Should().Be(before);
        (await PositionAsync()).Should().Be(4);
        (await Store.ReadOutboxAsync(10, Ct)).Single().Payload.ToArray().Should().Equal(sent.Payload.ToArray());
        (await Store.ReadReceiptsToSendAsync(10, Ct)).Should().ContainSingle();
        (await CommitAsync(Send(sent, "grid"), Receive(came, 4), Send(Next(sent, 3), "grid"))).Should().Equal(MemberOutcome.KeptBefore, MemberOutcome.KeptBefore, MemberOutcome.Kept);
    }

    private static Envelope<Real> FromCambria(int number) => AMessage.Numbered(number, text => text with { From = Cambria, To = [Borea] });

    /// <summary>The second message of a conversation.</summary>
    private static Envelope<Real> Next(Envelope<Real> first, int number) => AMessage.Numbered(number, text => text with { Sequence = 2, Previous = first.Origin.LeafHash });
}
