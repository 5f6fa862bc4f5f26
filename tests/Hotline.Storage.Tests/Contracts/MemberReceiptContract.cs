using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What receipts do to a member's messages, and whose word moves which rung.</summary>
public abstract class MemberReceiptContract(IEngine engine) : MemberContract(engine)
{
    private static readonly Envelope<Real> Sent = AMessage.Numbered(1);
    private static readonly Envelope<Real> Came = AMessage.Numbered(2, text => text with { From = Cambria, To = [Borea] });

    [Fact]
    public async Task The_hubs_NRS_relays_every_recipient_and_ends_the_wait_in_the_outbox()
    {
        await KeepAsync(Send(Sent));

        (await KeepAsync(Keep(Sent.Receipt(ReceiptKind.Submitted, HubNorth)))).Should().Be(MemberOutcome.Kept);

        (await FindAsync(Sent)).Rungs.Values.Should().OnlyContain(rung => rung == Rung.Relayed);
        (await Store.ReadOutboxAsync(10, Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_hubs_REFUSED_ends_the_wait_too()
    {
        await KeepAsync(Send(Sent));

        await KeepAsync(Keep(Sent.Receipt(ReceiptKind.Refused, HubNorth)));

        (await FindAsync(Sent)).Rungs.Values.Should().OnlyContain(rung => rung == Rung.Refused);
        (await Store.ReadOutboxAsync(10, Ct)).Should().BeEmpty();
    }

    [Theory]
    [InlineData(ReceiptKind.Delivered, Rung.Delivered)]
    [InlineData(ReceiptKind.Read, Rung.Read)]
    [InlineData(ReceiptKind.Refused, Rung.Refused)]
    public async Task A_recipients_receipt_moves_its_own_rung_alone(ReceiptKind kind, Rung rung)
    {
        await CommitAsync(Send(Sent), Keep(Sent.Receipt(ReceiptKind.Submitted, HubNorth)));

        await KeepAsync(Keep(Sent.Receipt(kind, Borea), 1));

        (await FindAsync(Sent)).Rungs.Should().Contain(Borea, rung).And.Contain(Cambria, Rung.Relayed);
    }

    [Fact]
    public async Task FAILED_is_about_those_it_names_and_a_late_delivery_outranks_it()
    {
        await CommitAsync(Send(Sent), Keep(Sent.Receipt(ReceiptKind.Submitted, HubNorth)), Keep(Sent.Receipt(ReceiptKind.Delivered, Borea), 1));

        await KeepAsync(Keep(Sent.Receipt(ReceiptKind.Failed, HubNorth, Cambria), 2));
        var failed = (await FindAsync(Sent)).Rungs;
        await KeepAsync(Keep(Sent.Receipt(ReceiptKind.Delivered, Cambria), 3));

        failed.Should().Contain(Borea, Rung.Delivered).And.Contain(Cambria, Rung.Failed);
        (await RungAsync(Sent, Cambria)).Should().Be(Rung.Delivered);
        (await Store.ReadReceiptsAsync(Sent.Key(), Ct)).Should().HaveCount(4, "the evidence of both stays");
    }

    [Theory]
    [InlineData(ReceiptKind.Delivered)]
    [InlineData(ReceiptKind.Read)]
    [InlineData(ReceiptKind.Refused)]
    public async Task A_member_that_the_message_was_not_for_moves_no_rung(ReceiptKind kind)
    {
        await CommitAsync(Send(Sent), Keep(Sent.Receipt(ReceiptKind.Submitted, HubNorth)));
        var leaves = Leaves().Length;

        (await KeepAsync(Keep(Sent.Receipt(kind, NodeName.Parse("dorna.example")), 5))).Should().Be(MemberOutcome.Unknown);

        (await FindAsync(Sent)).Rungs.Values.Should().OnlyContain(rung => rung == Rung.Relayed);
        Leaves().Should().HaveCount(leaves);
        (await PositionAsync()).Should().Be(5, "the queue goes on");
    }

    [Theory]
    [InlineData(ReceiptKind.Delivered)]
    [InlineData(ReceiptKind.Read)]
    public async Task A_hub_cannot_say_what_only_a_recipient_may(ReceiptKind kind)
    {
        await KeepAsync(Send(Sent));

        (await KeepAsync(Keep(Sent.Receipt(kind, HubNorth), 1))).Should().Be(MemberOutcome.Unknown);

        (await FindAsync(Sent)).Rungs.Values.Should().OnlyContain(rung => rung == Rung.Filed);
    }

    [Fact]
    public async Task A_receipt_that_repeats_another_cipher_or_statement_is_about_no_message_here()
    {
        await KeepAsync(Send(Sent));
        var text = Sent.Say(ReceiptKind.Delivered, Borea);

        foreach (var other in new[] { text with { Cipher = Cipher.Of("other"u8) }, text with { Statement = Digest.Of("other"u8) }, text with { Origin = Digest.Of("other"u8) }, text with { To = Cambria } })
            (await KeepAsync(Keep(other.Proven(), 1))).Should().Be(MemberOutcome.Unknown);

        (await RungAsync(Sent, Borea)).Should().Be(Rung.Filed);
        Leaves().Should().ContainSingle();
    }

    [Fact]
    public async Task A_receipt_about_a_message_that_is_not_here_moves_the_queue_on_only()
    {
        (await KeepAsync(Keep(Sent.Receipt(ReceiptKind.Delivered, Borea), 4))).Should().Be(MemberOutcome.Unknown);

        (await PositionAsync()).Should().Be(4);
        Store.Transcript.ReadHead().Should().BeNull();
    }

    [Fact]
    public async Task Receipts_are_kept_byte_for_byte_in_the_order_they_came()
    {
        var receipts = new[] { Sent.Receipt(ReceiptKind.Submitted, HubNorth), Sent.Receipt(ReceiptKind.Delivered, Borea), Sent.Receipt(ReceiptKind.Read, Borea) };
        await KeepAsync(Send(Sent));
        await CommitAsync([.. receipts.Select(receipt => Keep(receipt))]);

        var kept = await Store.ReadReceiptsAsync(Sent.Key(), Ct);

        kept.Select(record => Convert.ToHexString(record.Entry.Span)).Should().Equal(receipts.Select(receipt => Convert.ToHexString(receipt.Entry.Span)));
        kept.Select(record => Convert.ToHexString(record.Proof.Span)).Should().Equal(receipts.Select(receipt => Convert.ToHexString(receipt.Proof.Span)));
        kept.Select(record => record.Leaf).Should().Equal(1, 2, 3);
        kept.Should().OnlyContain(record => record.At == Noon.AddMinutes(1));
        Leaves()[2].Should().Equal(receipts[1].ToForeignEntry(), "a foreign receipt is a leaf with its proof");
        (await Store.ReadReceiptsAsync(Came.Key(), Ct)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_reading_is_logged_as_signed_and_waits_to_be_sent()
    {
        await KeepAsync(Receive(Came, 1));

        (await KeepAsync(Read(Came))).Should().Be(MemberOutcome.Kept);

        (await RungAsync(Came, Borea)).Should().Be(Rung.Read);
        var waiting = await Store.ReadReceiptsToSendAsync(10, Ct);
        waiting.Select(receipt => receipt.Leaf).Should().Equal(1, 2);
        waiting[1].Entry.ToArray().Should().Equal(Read(Came).Note.ToArray());
        (await Store.ReadReceiptsAsync(Came.Key(), Ct))[1].Proof.IsEmpty.Should().BeTrue("this node proves its own receipts when it sends them");
    }

    [Fact]
    public async Task What_was_not_delivered_here_cannot_be_read()
    {
        var spoiled = AMessage.Numbered(3, text => text with { From = Cambria, To = [Borea] });
        await CommitAsync(Refuse(spoiled, 1), Send(Sent));
        var leaves = Leaves().Length;

        (await KeepAsync(Read(Came))).Should().Be(MemberOutcome.Unknown);
        (await KeepAsync(Read(spoiled))).Should().Be(MemberOutcome.Unknown);
        (await KeepAsync(Read(Sent))).Should().Be(MemberOutcome.Unknown);

        Leaves().Should().HaveCount(leaves);
    }

    [Fact]
    public async Task Receipts_wait_in_the_order_of_their_leaves_until_the_hub_took_them()
    {
        await CommitAsync([.. Enumerable.Range(1, 5).Select(number => Receive(AMessage.Numbered(number, text => text with { From = Cambria, To = [Borea] }), (ulong)number))]);

        await Store.KeepReceiptsSentAsync([1, 5], Ct);

        (await Store.ReadReceiptsToSendAsync(10, Ct)).Select(receipt => receipt.Leaf).Should().Equal(3, 7, 9);
        (await Store.ReadReceiptsToSendAsync(2, Ct)).Select(receipt => receipt.Leaf).Should().Equal(3, 7);
        await Store.KeepReceiptsSentAsync([1, 3, 7, 9, 1000], Ct);
        (await Store.ReadReceiptsToSendAsync(10, Ct)).Should().BeEmpty();
    }
}
