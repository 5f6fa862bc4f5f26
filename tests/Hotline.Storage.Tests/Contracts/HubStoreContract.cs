using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What a hub commits: whole batches, once, and the same answer for ever after.</summary>
public abstract class HubStoreContract(IEngine engine) : HubContract(engine)
{
    [Fact]
    public async Task A_carried_message_is_logged_with_its_NRS_and_relayed_to_each_recipient()
    {
        var envelope = AMessage.Numbered(1);

        var commit = await CommitAsync(new HubStep<Real>.Submit(envelope));

        var result = commit.Results.Single();
        result.Origin!.Index.Should().Be(0);
        result.Origin.Entry.ToArray().Should().Equal(envelope.Origin.Bytes.ToArray());
        result.Answer!.Index.Should().Be(1);
        ReceiptText<Real>.Parse(result.Answer.Entry.Span, default).Kind.Should().Be(ReceiptKind.Submitted);
        result.Current!.Deliveries.Should().BeEquivalentTo(new Dictionary<NodeName, Rung> { [Borea] = Rung.Relayed, [Cambria] = Rung.Relayed });
        commit.Head!.Size.Should().Be(2);
    }

    [Fact]
    public async Task The_head_of_a_commit_is_what_was_signed_and_what_is_read()
    {
        var (size, root) = (0ul, default(Digest));

        var commit = await Store.CommitBatchAsync([new HubStep<Real>.Submit(AMessage.Numbered(1))], Decide, (s, r) => { (size, root) = (s, r); return AMessage.Sign(s, r); }, Ct);

        commit.Head!.Note.ToArray().Should().Equal(AMessage.Sign(2, root));
        (commit.Head.Size, commit.Head.Root).Should().Be((size, root));
        Store.Transcript.ReadHead()!.Note.ToArray().Should().Equal(commit.Head.Note.ToArray());
        (Store.Transcript.ReadHead()!.Size, Store.Transcript.ReadHead()!.Root).Should().Be((size, root));
    }

    [Fact]
    public async Task What_is_carried_is_found_as_it_was_sent()
    {
        var envelope = AMessage.Numbered(1);
        var committed = await SubmitAsync(envelope);

        var found = await Store.FindAsync(envelope.Key(), Ct);

        found!.Origin.Bytes.ToArray().Should().Equal(envelope.Origin.Bytes.ToArray());
        (found.OriginLeaf.Index, found.Submitted.Index).Should().Be((committed.Origin!.Index, committed.Answer!.Index));
        found.Deliveries.Should().Equal(committed.Current!.Deliveries);
        (await Store.FindAsync(envelope.Key() with { From = Borea }, Ct)).Should().BeNull();
        (await Store.FindAsync(AMessage.Numbered(2).Key(), Ct)).Should().BeNull();
    }

    [Fact]
    public async Task The_same_bytes_again_write_nothing_and_get_the_same_leaf_with_the_present_rung()
    {
        var envelope = AMessage.Numbered(1);
        var first = await SubmitAsync(envelope);
        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        var before = Engine.Dump();

        var again = await SubmitAsync(envelope);

        (again.Origin!.Index, again.Answer!.Index).Should().Be((first.Origin!.Index, first.Answer!.Index));
        again.Answer.Entry.ToArray().Should().Equal(first.Answer.Entry.ToArray());
        again.Current!.Deliveries[Borea].Should().Be(Rung.Delivered);
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task Other_bytes_under_the_same_id_are_refused_and_the_refusal_is_remembered()
    {
        await SubmitAsync(AMessage.Numbered(1));
        var other = AMessage.In(1, Precedence.Routine);

        var refused = await SubmitAsync(other);
        var before = Engine.Dump();
        var again = await SubmitAsync(other);

        ReceiptText<Real>.Parse(refused.Answer!.Entry.Span, default).Reason.Should().Be(RefusalReason.Conflict);
        again.Answer!.Index.Should().Be(refused.Answer.Index);
        again.Answer.Entry.ToArray().Should().Equal(refused.Answer.Entry.ToArray());
        Engine.Dump().Should().Be(before);
        (await Store.FindAsync(other.Key(), Ct))!.Origin.Should().Be(AMessage.Numbered(1).Origin);
    }

    [Fact]
    public async Task The_same_id_of_another_sender_is_another_message()
    {
        var mine = AMessage.Numbered(1);
        var theirs = AMessage.Numbered(1, text => text with { From = Borea, To = [Alba] });

        await CommitAsync(new HubStep<Real>.Submit(mine), new HubStep<Real>.Submit(theirs));

        (await Store.FindAsync(mine.Key(), Ct))!.Origin.Should().Be(mine.Origin);
        (await Store.FindAsync(theirs.Key(), Ct))!.Origin.Should().Be(theirs.Origin);
    }

    [Fact]
    public async Task A_step_sees_what_the_steps_before_it_in_the_batch_did()
    {
        var envelope = AMessage.Numbered(1);

        var commit = await CommitAsync(
            new HubStep<Real>.Submit(envelope),
            new HubStep<Real>.Submit(envelope),
            new HubStep<Real>.Submit(AMessage.In(1, Precedence.Routine)),
            new HubStep<Real>.Submit(AMessage.In(1, Precedence.Routine)),
            new HubStep<Real>.Answer(envelope.Receipt(ReceiptKind.Delivered, Borea)),
            new HubStep<Real>.Answer(envelope.Receipt(ReceiptKind.Delivered, Borea)));

        commit.Results.Select(result => result.Decision.GetType().Name).Should().Equal("Carry", "AsBefore", "Refuse", "AsBefore", "Forward", "AsBefore");
        commit.Results.Select(result => result.Answer?.Index).Should().Equal(1, 1, 2, 2, 3, 1);
        commit.Results[^1].Current!.Deliveries[Borea].Should().Be(Rung.Delivered);
        commit.Head!.Size.Should().Be(4);
    }

    [Fact]
    public async Task Each_step_is_judged_once_and_answered_in_its_place()
    {
        var judged = new List<MessageKey>();
        var envelopes = Enumerable.Range(1, 50).Select(number => AMessage.Numbered(number)).ToArray();

        var commit = await Store.CommitBatchAsync(
            [.. envelopes.Select(envelope => new HubStep<Real>.Submit(envelope))], (step, view) => { judged.Add(step.Key); return Decide(step, view); }, AMessage.Sign, Ct);

        judged.Should().Equal(envelopes.Select(envelope => envelope.Key()));
        commit.Results.Select(result => result.Current!.Key).Should().Equal(judged);
        commit.Results.Select(result => result.Origin!.Index).Should().BeInAscendingOrder();
    }

    [Fact]
    public async Task A_judge_that_fails_on_the_last_step_leaves_everything_as_it_was()
    {
        await SubmitAsync(AMessage.Numbered(1));
        var before = Engine.Dump();
        var steps = Enumerable.Range(1, 20).Select(number => new HubStep<Real>.Submit(AMessage.In(number, Precedence.Routine))).ToArray();

        var commit = () => Store.CommitBatchAsync(
            steps, (step, view) => step == steps[^1] ? throw new InvalidOperationException("a bug") : Decide(step, view), AMessage.Sign, Ct);

        await commit.Should().ThrowAsync<InvalidOperationException>().WithMessage("a bug");
        Engine.Dump().Should().Be(before);
        Store.Transcript.ReadHead()!.Size.Should().Be(2);
        (await SubmitAsync(AMessage.Numbered(2))).Origin!.Index.Should().Be(2, "the next batch goes on where the last good one ended");
    }

    [Fact]
    public async Task A_signer_that_fails_leaves_everything_as_it_was()
    {
        await SubmitAsync(AMessage.Numbered(1));
        var before = Engine.Dump();

        var commit = () => Store.CommitBatchAsync(
            [new HubStep<Real>.Submit(AMessage.Numbered(2))], Decide, (_, _) => throw new InvalidOperationException("no key"), Ct);

        await commit.Should().ThrowAsync<InvalidOperationException>().WithMessage("no key");
        Engine.Dump().Should().Be(before);
        (await Store.FindAsync(AMessage.Numbered(2).Key(), Ct)).Should().BeNull();
        (await SubmitAsync(AMessage.Numbered(2))).Origin!.Index.Should().Be(2);
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_before_it_begins_writes_nothing()
    {
        var before = Engine.Dump();

        var commit = () => Store.CommitBatchAsync([new HubStep<Real>.Submit(AMessage.Numbered(1))], Decide, AMessage.Sign, new CancellationToken(canceled: true));

        await commit.Should().ThrowAsync<OperationCanceledException>();
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task A_batch_without_leaves_is_not_signed_and_has_the_head_of_before()
    {
        SignCheckpoint unneeded = (_, _) => throw new InvalidOperationException("nothing to sign");
        HubStep<Real>[] stranger = [new HubStep<Real>.Answer(AMessage.Numbered(9).Receipt(ReceiptKind.Delivered, Borea)), new HubStep<Real>.Expire(AMessage.Numbered(9).Key())];

        var empty = await Store.CommitBatchAsync(stranger, Decide, unneeded, Ct);
        var head = (await CommitAsync(new HubStep<Real>.Submit(AMessage.Numbered(1)))).Head;
        var before = Engine.Dump();
        var later = await Store.CommitBatchAsync(stranger, Decide, unneeded, Ct);

        empty.Head.Should().BeNull();
        empty.Results[0].Decision.Should().BeOfType<HubDecision<Real>.NotOurs>();
        empty.Results.Should().OnlyContain(result => result.Origin == null && result.Answer == null && result.Current == null);
        later.Head!.Note.ToArray().Should().Equal(head!.Note.ToArray());
        Engine.Dump().Should().Be(before);
    }

    [Fact]
    public async Task Batches_that_come_at_once_are_all_kept_one_after_the_other()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 200).Select(number => Task.Run(() => SubmitAsync(AMessage.Numbered(number)))));

        results.Select(result => result.Origin!.Index).Order().Should().Equal(Enumerable.Range(0, 200).Select(number => 2ul * (ulong)number));
        Store.Transcript.ReadHead()!.Size.Should().Be(400);
    }

    [Fact]
    public async Task Of_two_processes_with_one_head_the_second_writes_nothing()
    {
        await SubmitAsync(AMessage.Numbered(1));
        var other = Engine.OpenHub(default(Real));
        await SubmitAsync(AMessage.Numbered(2));
        var before = Engine.Dump();

        var commit = () => other.CommitBatchAsync([new HubStep<Real>.Submit(AMessage.Numbered(3))], Decide, AMessage.Sign, Ct);

        (await commit.Should().ThrowAsync<StoreException>()).Which.IsDoubtful.Should().BeFalse("nothing was written, and that is known");
        Engine.Dump().Should().Be(before);
        (await SubmitAsync(AMessage.Numbered(3))).Origin!.Index.Should().Be(4);
    }

    [Fact]
    public async Task After_a_restart_everything_is_as_it_was_and_goes_on()
    {
        var envelope = AMessage.Numbered(1);
        var first = await SubmitAsync(envelope);
        await AnswerAsync(envelope.Receipt(ReceiptKind.Delivered, Borea));
        var refused = await SubmitAsync(AMessage.In(1, Precedence.Routine));
        var (before, head) = (Engine.Dump(), Store.Transcript.ReadHead()!);

        await RestartAsync();

        Engine.Dump().Should().Be(before);
        Store.Transcript.ReadHead()!.Note.ToArray().Should().Equal(head.Note.ToArray());
        (await SubmitAsync(envelope)).Answer!.Index.Should().Be(first.Answer!.Index);
        (await SubmitAsync(AMessage.In(1, Precedence.Routine))).Answer!.Index.Should().Be(refused.Answer!.Index);
        (await Store.FindAsync(envelope.Key(), Ct))!.Deliveries[Borea].Should().Be(Rung.Delivered);
        (await SubmitAsync(AMessage.Numbered(2))).Origin!.Index.Should().Be(head.Size);
    }

    [Fact]
    public async Task A_payload_may_be_empty_or_large()
    {
        foreach (var (number, payload) in new[] { (1, Array.Empty<byte>()), (2, new byte[3 * 1024 * 1024]) })
        {
            if (payload.Length > 0) payload[^1] = 1;
            var envelope = new Envelope<Real>(AMessage.Numbered(number, text => text with { Cipher = Cipher.Of(payload), To = [Borea] }).Origin, payload);
            await SubmitAsync(envelope);

            var delivery = (await Store.ReadDeliveriesAsync(Borea, Precedence.Flash, (ulong)number - 1, 1, Ct)).Single();

            ((HubDelivery<Real>.Message)delivery).Payload.Span.SequenceEqual(payload).Should().BeTrue();
        }
    }

    [Fact]
    public async Task It_counts_what_it_carries()
    {
        var delivered = AMessage.To(1, Borea);
        await CommitAsync(
            new HubStep<Real>.Submit(delivered),
            new HubStep<Real>.Answer(delivered.Receipt(ReceiptKind.Delivered, Borea)),
            new HubStep<Real>.Submit(AMessage.Numbered(2)),
            new HubStep<Real>.Submit(AMessage.To(3, Borea)),
            new HubStep<Real>.Submit(AMessage.In(3, Precedence.Routine)));
        Now = Noon.AddMinutes(10);
        await ExpireAsync(AMessage.Numbered(2));

        (await Store.CountAsync(Ct)).Should().Be(new HubCounts(Carried: 3, Undelivered: 1, Failed: 2, Refused: 1));
    }
}
