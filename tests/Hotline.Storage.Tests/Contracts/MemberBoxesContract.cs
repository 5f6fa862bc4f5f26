using System.Collections.Immutable;
using CsCheck;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>How a node's outbox, inbox and lists are read.</summary>
public abstract class MemberBoxesContract(IEngine engine) : MemberContract(engine)
{
    [Fact]
    public async Task The_outbox_gives_the_highest_precedence_first_and_then_the_oldest()
    {
        foreach (var (number, precedence) in new[] { (1, Precedence.Routine), (2, Precedence.Flash), (3, Precedence.Override), (4, Precedence.Flash), (5, Precedence.Deferred) })
            await KeepAsync(Send(AMessage.In(number, precedence)));

        (await Store.ReadOutboxAsync(10, Ct)).Select(envelope => envelope.Id).Should().Equal(AMessage.Id(3), AMessage.Id(2), AMessage.Id(4), AMessage.Id(1), AMessage.Id(5));
        (await Store.ReadOutboxAsync(2, Ct)).Select(envelope => envelope.Id).Should().Equal(AMessage.Id(3), AMessage.Id(2));
    }

    [Fact]
    public async Task Only_the_answered_message_leaves_the_outbox_and_its_record_stays()
    {
        var answered = AMessage.Numbered(1);
        await CommitAsync(Send(answered), Send(AMessage.Numbered(2)), Keep(answered.Receipt(ReceiptKind.Submitted, HubNorth)));

        (await Store.ReadOutboxAsync(10, Ct)).Select(envelope => envelope.Id).Should().Equal(AMessage.Id(2));
        (await FindAsync(answered)).Archived.Should().NotBeNull();
    }

    [Fact]
    public async Task A_recipients_receipt_alone_does_not_end_the_wait_for_the_hubs_answer()
    {
        var envelope = AMessage.Numbered(1);
        await CommitAsync(Send(envelope), Keep(envelope.Receipt(ReceiptKind.Delivered, Borea), 1));

        (await Store.ReadOutboxAsync(10, Ct)).Should().ContainSingle();
    }

    [Fact]
    public async Task Pages_of_any_size_show_every_received_message_once_newest_first()
    {
        const int Count = 25;
        await CommitAsync([.. Enumerable.Range(1, Count).Select(number => Receive(Received(number), (ulong)number)), Send(AMessage.Numbered(100))]);

        await Gen.Int[1, Count + 1].SampleAsync(async size =>
        {
            var seen = new List<MessageId>();
            for (long? before = null; await Store.ReadInboxAsync(false, before, size, Ct) is { Count: > 0 } page; before = page[^1].Row) seen.AddRange(page.Select(record => record.Origin.Id));
            seen.Should().Equal(Enumerable.Range(1, Count).Reverse().Select(AMessage.Id));
        }, iter: 10);
    }

    [Fact]
    public async Task Following_the_inbox_gives_what_came_since_oldest_first()
    {
        await CommitAsync(Receive(Received(1), 1), Send(AMessage.Numbered(2)), Receive(Received(3), 2), Receive(Received(4), 3));
        var first = (await Store.ReadInboxAfterAsync(0, 1, Ct)).Single();

        (await Store.ReadInboxAfterAsync(first.Row, 10, Ct)).Select(record => record.Origin.Id).Should().Equal(AMessage.Id(3), AMessage.Id(4));
    }

    [Fact]
    public async Task Unread_is_what_was_delivered_and_not_acknowledged()
    {
        await CommitAsync(Receive(Received(1), 1), Receive(Received(2), 2), Refuse(Received(3), 3), Read(Received(1)));

        (await Store.ReadInboxAsync(true, null, 10, Ct)).Select(record => record.Origin.Id).Should().Equal(AMessage.Id(2));
        (await Store.ReadInboxAsync(false, null, 10, Ct)).Should().HaveCount(3);
    }

    [Fact]
    public async Task Sent_messages_are_listed_newest_first_with_each_recipients_rung()
    {
        await CommitAsync(Send(AMessage.Numbered(1)), Receive(Received(2), 1), Send(AMessage.Numbered(3)), Keep(AMessage.Numbered(1).Receipt(ReceiptKind.Delivered, Borea), 2));

        var sent = await Store.ReadSentAsync(null, 10, Ct);

        sent.Select(record => record.Origin.Id).Should().Equal(AMessage.Id(3), AMessage.Id(1));
        sent[1].Rungs.Should().Contain(Borea, Rung.Delivered).And.Contain(Cambria, Rung.Filed);
        (await Store.ReadSentAsync(sent[0].Row, 10, Ct)).Select(record => record.Origin.Id).Should().Equal(AMessage.Id(1));
        (await Store.ReadSentAsync(null, 1, Ct)).Should().ContainSingle();
    }

    [Fact]
    public async Task An_id_names_a_message_while_one_sender_used_it()
    {
        await KeepAsync(Send(AMessage.Numbered(1)));
        var alone = await Store.FindAsync(AMessage.Id(1), null, Ct);
        await KeepAsync(Receive(Received(1), 1));

        alone!.Key.From.Should().Be(Alba);
        (await Store.FindAsync(AMessage.Id(1), null, Ct)).Should().BeNull("two senders used it, and guessing would show the wrong one");
        (await Store.FindAsync(AMessage.Id(1), Alba, Ct))!.Direction.Should().Be(Direction.Sent);
        (await Store.FindAsync(AMessage.Id(1), Cambria, Ct))!.Direction.Should().Be(Direction.Received);
        (await Store.FindAsync(AMessage.Id(1), Borea, Ct)).Should().BeNull();
        (await Store.FindAsync(AMessage.Id(2), null, Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Of_one_senders_messages_with_one_id_the_first_is_meant()
    {
        var other = Received(1, Precedence.Routine);
        await CommitAsync(Receive(Received(1), 1), Refuse(other, 2));

        (await Store.FindAsync(AMessage.Id(1), null, Ct))!.Origin.Should().Be(Received(1).Origin);
        (await Store.FindAsync(AMessage.Id(1), Cambria, Ct))!.Origin.Should().Be(Received(1).Origin);
    }

    [Fact]
    public async Task A_seen_checkpoint_only_gives_way_to_a_larger_one()
    {
        var (small, large) = (new LogHead(5, Digest.Of("5"u8), "note 5"u8.ToArray()), new LogHead(9, Digest.Of("9"u8), "note 9"u8.ToArray()));
        (await Store.ReadSeenAsync("hub", Ct)).Should().BeNull();

        await Store.KeepSeenAsync("hub", small, Ct);
        await Store.KeepSeenAsync("hub", large, Ct);
        await Store.KeepSeenAsync("hub", small, Ct);
        await Store.KeepSeenAsync("hub", large with { Root = Digest.Of("fork"u8) }, Ct);
        await Store.KeepSeenAsync("other", small, Ct);

        var seen = (await Store.ReadSeenAsync("hub", Ct))!;
        (seen.Size, seen.Root).Should().Be((9, large.Root));
        seen.Note.ToArray().Should().Equal(large.Note.ToArray());
        (await Store.ReadSeenAsync("other", Ct))!.Size.Should().Be(5);
    }

    [Fact]
    public async Task What_came_on_a_queue_is_not_kept_before_what_came_before_it()
    {
        await CommitAsync(Receive(Received(1), 1));
        var third = Receive(Received(3), 3) with { From = At(3) with { After = 2 } };
        var fourth = new MemberStep<Real>.Pass(At(4) with { After = 3 });

        // The second was lost with its batch.
        (await CommitAsync(third, fourth)).Should().Equal(MemberOutcome.OutOfOrder, MemberOutcome.OutOfOrder);

        (await Store.ReadQueueAsync(HubNorth, Ct))[Precedence.Flash].Should().Be(1);
        (await Store.ReadInboxAfterAsync(0, 10, Ct)).Should().ContainSingle();
        var second = Receive(Received(2), 2) with { From = At(2) with { After = 1 } };
        (await CommitAsync(second, third, fourth)).Should().Equal(MemberOutcome.Kept, MemberOutcome.Kept, MemberOutcome.Kept);
        (await Store.ReadQueueAsync(HubNorth, Ct))[Precedence.Flash].Should().Be(4);
    }

    [Fact]
    public async Task It_counts_what_it_keeps()
    {
        var (first, second) = (AMessage.Numbered(1), AMessage.Numbered(2));
        await CommitAsync(
            Send(first), Send(second), Keep(first.Receipt(ReceiptKind.Submitted, HubNorth)), Receive(Received(3), 1), Receive(Received(4), 2), Refuse(Received(5), 3), Read(Received(3)));
        await Store.KeepReceiptsSentAsync([(await Store.ReadReceiptsToSendAsync(1, Ct)).Single().Leaf], Ct);

        (await Store.CountAsync(Ct)).Should().Be(new MemberCounts(Sent: 2, Received: 3, Outbox: 1, ReceiptsToSend: 3, Unread: 1, Drafts: 0));
    }

    [Fact]
    public async Task Reading_goes_on_while_batches_are_kept()
    {
        var keeping = Task.Run(async () => { for (var number = 1; number <= 100; number++) await KeepAsync(Receive(Received(number), (ulong)number)); }, Ct);
        var counts = new List<int>();
        do counts.Add((await Store.ReadInboxAfterAsync(0, 1000, Ct)).Count);
        while (!keeping.IsCompleted);
        await keeping;

        counts.Should().BeInAscendingOrder();
        (await Store.ReadInboxAfterAsync(0, 1000, Ct)).Should().HaveCount(100).And.OnlyContain(record => record.Rungs.Count == 1);
    }

    private static Envelope<Real> Received(int number, Precedence precedence = Precedence.Flash) =>
        AMessage.Numbered(number, text => text with { From = Cambria, To = ImmutableArray.Create(Borea), Precedence = precedence });
}
