using Google.Protobuf;
using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.TestData;
using Hotline.Wire;
using Precedence = Hotline.Envelopes.Precedence;

namespace Hotline.Hub.Tests.Exchange;

public sealed class SubmitTests(Enrolled enrolled) : IAsyncLifetime
{
    private RunningHub<Real> _hub = null!;
    private AtHub _alba = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub<Real>.StartAsync(enrolled.Network);
        _alba = new AtHub(_hub, enrolled.Alba);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_message_is_answered_with_a_proven_receipt()
    {
        var envelope = Compose();

        var answer = await _alba.AcceptedAsync(envelope);

        answer.Kind.Should().Be(ReceiptKind.Submitted);
        answer.Answers(envelope.Origin).Should().BeTrue();
        _hub.Log.All.Should().ContainSingle(line => line.StartsWith($"Information: Accepted {envelope.Id} from alba.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeated_message_gets_the_same_leaf_and_the_rung_of_now()
    {
        var envelope = Compose();
        var first = await _alba.SubmitAsync(envelope);
        var borea = new AtHub(_hub, enrolled.Borea);
        await borea.AnswerAsync(borea.Say(ReceiptKind.Delivered, envelope.Origin));

        var again = await _alba.SubmitAsync(envelope);

        again.Answer.Entry.Should().Equal(first.Answer.Entry);
        first.Deliveries.Single().Rung.Should().Be(Wire.Rung.Relayed);
        again.Deliveries.Single().Rung.Should().Be(Wire.Rung.Delivered);
    }

    [Fact]
    public async Task Other_bytes_under_a_known_id_are_a_conflict_and_change_nothing()
    {
        var envelope = Compose();
        await _alba.AcceptedAsync(envelope);
        var other = Resign(envelope, text => text with { Precedence = Precedence.Routine });

        (await _alba.RefusedAsync(other)).Should().Be(RefusalReason.Conflict);
        var size = _hub.Sequencer.Head!.Size;
        (await _alba.RefusedAsync(other)).Should().Be(RefusalReason.Conflict);

        _hub.Sequencer.Head!.Size.Should().Be(size, "a refusal said again is the one said before");
        (await _alba.AcceptedAsync(envelope)).Kind.Should().Be(ReceiptKind.Submitted);
    }

    [Fact]
    public async Task Many_at_once_are_committed_in_few_batches_and_all_proven()
    {
        var envelopes = Enumerable.Range(0, 200).Select(_ => Compose()).ToArray();

        var answers = await Task.WhenAll(envelopes.Select(_alba.AcceptedAsync));

        answers.Should().OnlyContain(answer => answer.Kind == ReceiptKind.Submitted);
        _hub.Sequencer.Head!.Size.Should().Be(400, "an NRO and an NRS each");
    }

    public static TheoryData<string, RefusalReason> Refusals => new()
    {
        { "nobody", RefusalReason.UnknownRecipient },
        { "late", RefusalReason.TooLate },
        { "far", RefusalReason.DeadlineTooFar },
        { "roster", RefusalReason.UnknownRoster },
        { "size", RefusalReason.Size },
        { "payload", RefusalReason.Mismatch },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_breaks_a_rule_is_refused_with_evidence(string what, RefusalReason reason)
    {
        var envelope = Compose();
        var now = TimeProvider.System.GetUtcNow();
        var bad = what switch
        {
            "nobody" => Resign(envelope, text => text with { To = [NodeName.Parse("elbonia.example")] }),
            "late" => Resign(envelope, text => text with { Deadline = Whole(now.AddMinutes(-1)) }),
            "far" => Resign(envelope, text => text with { Deadline = Whole(now.AddDays(31)) }),
            "roster" => Resign(envelope, text => text with { RosterHash = Digest.Of("another"u8) }),
            "size" => envelope with { Payload = envelope.Payload[..^1] },
            _ => envelope with { Payload = Flipped(envelope.Payload) },
        };

        (await _alba.RefusedAsync(bad)).Should().Be(reason);
    }

    [Fact]
    public async Task A_payload_over_the_hubs_limit_is_refused()
    {
        await using var small = await RunningHub<Real>.StartAsync(enrolled.Network, change: settings => settings with { Listen = "127.0.0.1:0", Limits = new Hosting.LimitSettings(1024, 30) });

        (await new AtHub(small, enrolled.Alba).RefusedAsync(Compose())).Should().Be(RefusalReason.Size);
    }

    [Fact]
    public async Task A_note_by_another_member_than_the_connections_is_rejected()
    {
        var borea = new AtHub(_hub, enrolled.Borea);

        await Rejected(() => borea.SubmitAsync(Compose()), StatusCode.PermissionDenied, "The note is by another node than this connection's.");
    }

    [Fact]
    public async Task A_note_signed_by_anybody_else_is_rejected()
    {
        var envelope = Compose();
        var forged = envelope with { Origin = NoteSigning.SignOrigin(envelope.Origin.Text, enrolled.Borea.Start.Keys.Desk.Notes) };

        await Rejected(() => _alba.SubmitAsync(forged), StatusCode.Unauthenticated, "The note is no evidence of origin: Signature.");
    }

    [Fact]
    public async Task A_service_key_cannot_speak_for_the_desk()
    {
        var envelope = Compose();
        var byService = envelope with { Origin = NoteSigning.SignOrigin(envelope.Origin.Text, enrolled.Alba.Start.Keys.Service.Notes) };

        await Rejected(() => _alba.SubmitAsync(byService), StatusCode.Unauthenticated, "The note is no evidence of origin: WrongRole.");
    }

    [Fact]
    public async Task What_is_no_envelope_is_rejected()
    {
        await Rejected(() => SubmitBytes([]), StatusCode.InvalidArgument);
        await Rejected(() => SubmitBytes("\n\n"u8.ToArray()), StatusCode.InvalidArgument);
        await Rejected(() => SubmitBytes(new byte[OriginNote<Real>.MaxSize + 1]), StatusCode.InvalidArgument, "A note has at most 16384 bytes.");
        await Rejected(async () => await _alba.Exchange.SubmitAsync(new SubmitRequest()), StatusCode.InvalidArgument, "There is no envelope.");
        _hub.Sequencer.Head.Should().BeNull();

        async Task<SubmitReply> SubmitBytes(byte[] note) =>
            await _alba.Exchange.SubmitAsync(new SubmitRequest { Envelope = new Wire.Envelope { OriginNote = ByteString.CopyFrom(note) } });
    }

    [Fact]
    public async Task A_note_of_an_exercise_is_no_note_here()
    {
        var text = Compose().Origin.Text;
        var exercise = new OriginText<Exercise>(
            new Exercise("autumn"), text.Message, text.Channel, text.Kind, text.Epoch, text.Precedence, text.Deadline, text.RosterNumber, text.RosterHash, text.Seal,
            text.Readers, text.Conversation, text.Sequence, text.Previous, text.From, text.To, text.Time, text.Cipher, text.Statement, text.Refs, text.Seen);
        var note = NoteSigning.SignOrigin(exercise, enrolled.Alba.Start.Keys.Desk.Notes);

        await Rejected(
            async () => await _alba.Exchange.SubmitAsync(new SubmitRequest { Envelope = new Wire.Envelope { OriginNote = ByteString.CopyFrom(note.Bytes.Span) } }),
            StatusCode.InvalidArgument);
    }

    private Envelope<Real> Compose() => enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope;

    private Envelope<Real> Resign(Envelope<Real> envelope, Func<OriginText<Real>, OriginText<Real>> change) =>
        envelope with { Origin = NoteSigning.SignOrigin(change(envelope.Origin.Text), enrolled.Alba.Start.Keys.Desk.Notes) };

    private async Task Rejected(Func<Task<SubmitReply>> submit, StatusCode status, string? sentence = null)
    {
        var lines = _hub.Log.All.Count;

        var rejection = (await submit.Should().ThrowAsync<RpcException>()).Which.Status;

        rejection.StatusCode.Should().Be(status);
        if (sentence is not null) rejection.Detail.Should().Be(sentence);
        _hub.Log.Since(lines).Should().ContainSingle().Which.Should().EndWith(rejection.Detail);
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static ReadOnlyMemory<byte> Flipped(ReadOnlyMemory<byte> bytes)
    {
        var copy = bytes.ToArray();
        copy[^1] ^= 1;
        return copy;
    }
}
