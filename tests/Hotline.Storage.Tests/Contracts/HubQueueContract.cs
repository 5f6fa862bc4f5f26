using CsCheck;
using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What waits for whom, in which order, and how a follower goes on after whatever happened to it.</summary>
public abstract class HubQueueContract(IEngine engine) : HubContract(engine)
{
    [Fact]
    public async Task A_message_waits_for_each_recipient_as_it_was_sent_and_for_nobody_else()
    {
        var envelope = AMessage.To(1, Borea, Cambria);
        var result = await SubmitAsync(envelope);

        foreach (var follower in new[] { Borea, Cambria })
        {
            var message = (await ReadAsync(follower, Precedence.Flash)).Should().ContainSingle().Which.Should().BeOfType<HubDelivery<Real>.Message>().Subject;
            (message.Lane, message.Position, message.OriginLeaf).Should().Be((Precedence.Flash, 1, result.Origin!.Index));
            message.OriginNote.ToArray().Should().Equal(envelope.Origin.Bytes.ToArray());
            message.Payload.ToArray().Should().Equal(envelope.Payload.ToArray());
        }

        (await ReadAsync(Alba, Precedence.Flash)).Should().BeEmpty("the sender gets receipts, not its own message");
    }

    [Fact]
    public async Task A_message_waits_in_the_lane_of_its_precedence_alone()
    {
        foreach (var lane in Precedences.HighestFirst) await SubmitAsync(AMessage.In(1 + (int)lane, lane));

        foreach (var lane in Precedences.HighestFirst)
        {
            var waiting = (HubDelivery<Real>.Message)(await ReadAsync(Borea, lane)).Single();
            (waiting.Lane, waiting.Position).Should().Be((lane, 1));
            OriginNote<Real>.Parse(waiting.OriginNote, default).Text.Precedence.Should().Be(lane);
        }
    }

    [Fact]
    public async Task Positions_rise_from_one_without_gaps_for_each_follower_and_lane()
    {
        await CommitAsync([.. Enumerable.Range(1, 9).Select(number => new HubStep<Real>.Submit(number % 3 == 0 ? AMessage.To(number, Cambria) : AMessage.To(number, Borea, Cambria)))]);
        await RestartAsync();
        await SubmitAsync(AMessage.To(10, Borea));

        (await ReadAsync(Borea, Precedence.Flash)).Select(item => item.Position).Should().Equal(1, 2, 3, 4, 5, 6, 7);
        (await ReadAsync(Cambria, Precedence.Flash)).Select(item => item.Position).Should().Equal(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    [Fact]
    public async Task A_refused_message_waits_for_nobody()
    {
        await SubmitAsync(AMessage.To(1, NodeName.Parse("elbonia.example"), Borea));

        (await ReadAsync(Borea, Precedence.Flash)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_repeated_message_waits_once()
    {
        await SubmitAsync(AMessage.Numbered(1));
        await SubmitAsync(AMessage.Numbered(1));

        (await ReadAsync(Borea, Precedence.Flash)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_recipients_receipt_waits_for_the_sender_with_its_proof_in_the_messages_lane()
    {
        var envelope = AMessage.In(1, Precedence.Immediate);
        await SubmitAsync(envelope);
        var receipt = envelope.Receipt(ReceiptKind.Delivered, Borea);

        var result = await AnswerAsync(receipt);

        var waiting = (await ReadAsync(Alba, Precedence.Immediate)).Should().ContainSingle().Which.Should().BeOfType<HubDelivery<Real>.Receipt>().Subject;
        (waiting.Lane, waiting.Position, waiting.Leaf).Should().Be((Precedence.Immediate, 1, result.Answer!.Index));
        waiting.Entry.ToArray().Should().Equal(receipt.Entry.ToArray());
        waiting.Proof.ToArray().Should().Equal(receipt.Proof.ToArray());
        result.Answer.Entry.ToArray().Should().Equal(receipt.ToForeignEntry(), "the hub logs the entry with the issuer's proof");
    }

    [Fact]
    public async Task A_signed_reading_waits_as_it_was_signed()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);
        var receipt = envelope.Receipt(ReceiptKind.Read, Borea);

        await AnswerAsync(receipt);

        var waiting = (HubDelivery<Real>.Receipt)(await ReadAsync(Alba, Precedence.Flash)).Single();
        waiting.Entry.ToArray().Should().Equal(receipt.Entry.ToArray());
        waiting.Proof.ToArray().Should().Equal(AMessage.Proof);
    }

    [Fact]
    public async Task A_receipt_moves_its_issuers_rung_alone_and_is_forwarded_once()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);

        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        var current = (await AnswerAsync(envelope.Receipt(ReceiptKind.Refused, Cambria))).Current!;

        (current.Deliveries[Borea], current.Deliveries[Cambria]).Should().Be((Rung.Delivered, Rung.Refused));
        (await ReadAsync(Alba, Precedence.Flash)).Should().HaveCount(2);
    }

    [Fact]
    public async Task The_hubs_own_FAILED_waits_for_the_sender_without_a_proof()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);
        Now = Noon.AddMinutes(10);

        var result = await ExpireAsync(envelope);

        var waiting = (HubDelivery<Real>.Receipt)(await ReadAsync(Alba, Precedence.Flash)).Single();
        waiting.Leaf.Should().Be(result.Answer!.Index);
        waiting.Proof.IsEmpty.Should().BeTrue();
        ReceiptText<Real>.Parse(waiting.Entry.Span, default).Undelivered.Should().Equal(Borea, Cambria);
    }

    [Fact]
    public async Task A_queue_goes_on_after_any_position_in_pieces_of_any_size()
    {
        const int Count = 40;
        await CommitAsync([.. Enumerable.Range(1, Count).Select(number => new HubStep<Real>.Submit(AMessage.To(number, Borea)))]);

        await Gen.Select(Gen.Int[0, Count + 2], Gen.Int[1, Count + 2]).SampleAsync(async (after, limit) =>
        {
            var items = await Store.ReadDeliveriesAsync(Borea, Precedence.Flash, (ulong)after, limit, Ct);

            items.Select(item => (int)item.Position).Should().Equal(Enumerable.Range(after + 1, Math.Clamp(Count - after, 0, limit)));
            foreach (var item in items.Cast<HubDelivery<Real>.Message>()) OriginNote<Real>.Parse(item.OriginNote, default).Id.Should().Be(AMessage.Id((int)item.Position));
        }, iter: 100);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue + 1ul)]
    [InlineData(ulong.MaxValue)]
    public async Task Behind_a_position_that_no_queue_ever_had_nothing_waits(ulong position)
    {
        await SubmitAsync(AMessage.Numbered(1));

        (await Store.ReadDeliveriesAsync(Borea, Precedence.Flash, position, 10, Ct)).Should().BeEmpty("a follower may claim anything");
    }

    [Fact]
    public async Task Acknowledging_takes_nothing_away_so_that_a_restored_follower_can_read_again()
    {
        await CommitAsync([.. Enumerable.Range(1, 3).Select(number => new HubStep<Real>.Submit(AMessage.To(number, Borea)))]);

        await Store.AcknowledgeAsync(Borea, Precedence.Flash, 3, Ct);

        (await ReadAsync(Borea, Precedence.Flash)).Select(item => item.Position).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task An_acknowledgement_never_goes_back()
    {
        await Store.AcknowledgeAsync(Borea, Precedence.Flash, 3, Ct);
        var before = Engine.Dump();

        await Store.AcknowledgeAsync(Borea, Precedence.Flash, 2, Ct);
        await Store.AcknowledgeAsync(Borea, Precedence.Flash, 3, Ct);
        var kept = Engine.Dump();
        await Store.AcknowledgeAsync(Borea, Precedence.Flash, 4, Ct);

        kept.Should().Be(before);
        Engine.Dump().Should().NotBe(before);
    }

    [Fact]
    public async Task What_waits_is_the_same_after_a_restart()
    {
        var envelope = AMessage.Numbered(1);
        await SubmitAsync(envelope);
        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));

        await RestartAsync();

        ((HubDelivery<Real>.Message)(await ReadAsync(Cambria, Precedence.Flash)).Single()).Payload.ToArray().Should().Equal(envelope.Payload.ToArray());
        ((HubDelivery<Real>.Receipt)(await ReadAsync(Alba, Precedence.Flash)).Single()).Position.Should().Be(1);
    }

    private Task<IReadOnlyList<HubDelivery<Real>>> ReadAsync(NodeName follower, Precedence lane) => Store.ReadDeliveriesAsync(follower, lane, 0, 100, Ct);
}
