using Grpc.Core;
using Hotline.Cli.Rosters;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.TestData;
using Hotline.Wire;
using Microsoft.Extensions.Time.Testing;
using Precedence = Hotline.Envelopes.Precedence;

namespace Hotline.Hub.Tests.Exchange;

public sealed class FollowTests(Enrolled enrolled) : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private RunningHub<Real> _hub = null!;
    private AtHub _alba = null!;
    private AtHub _borea = null!;

    public async ValueTask InitializeAsync() => Use(await RunningHub<Real>.StartAsync(enrolled.Network, _clock));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task A_stream_begins_with_the_hubs_checkpoint_and_roster()
    {
        await SendAsync();
        using var stream = await _borea.FollowAsync();

        var welcome = (await stream.NextAsync()).Welcome;

        welcome.Checkpoint.ToByteArray().Should().Equal(_hub.Sequencer.Head!.Note.ToArray());
        welcome.RosterNumber.Should().Be(1);
        welcome.MaxPayload.Should().Be(8 * 1024 * 1024);
    }

    [Fact]
    public async Task What_came_before_and_what_comes_now_are_delivered_in_order_without_gaps()
    {
        var before = await SendAsync();
        using var stream = await _borea.FollowAsync();
        var first = await stream.ItemAsync();
        var now = await SendAsync();
        var second = await stream.ItemAsync();

        first.Message.Envelope.OriginNote.ToByteArray().Should().Equal(before.Origin.Bytes.ToArray());
        second.Message.Envelope.Payload.ToByteArray().Should().Equal(now.Payload.ToArray());
        first.Position.Should().Be(new Position { Lane = Lane.Flash, Position_ = 1 });
        second.Position.Should().Be(new Position { Lane = Lane.Flash, Position_ = 2 });
    }

    [Fact]
    public async Task A_flash_overtakes_what_waits()
    {
        foreach (var precedence in (Precedence[])[Precedence.Routine, Precedence.Deferred, Precedence.Flash, Precedence.Priority]) await SendAsync(precedence);
        using var stream = await _borea.FollowAsync();

        var lanes = new List<Lane>();
        for (var count = 0; count < 4; count++) lanes.Add((await stream.ItemAsync()).Position.Lane);

        lanes.Should().Equal(Lane.Flash, Lane.Priority, Lane.Routine, Lane.Deferred);
    }

    [Fact]
    public async Task A_member_resumes_from_its_own_positions()
    {
        for (var count = 0; count < 3; count++) await SendAsync();
        using (var broken = await _borea.FollowAsync())
        {
            for (var count = 0; count < 3; count++) await broken.ItemAsync();
        }

        using var stream = await _borea.FollowAsync((Lane.Flash, 1));

        (await stream.ItemAsync()).Position.Position_.Should().Be(2, "the hub believes the member, not what it sent before");
    }

    [Fact]
    public async Task The_queue_outlives_the_hub()
    {
        var envelope = await SendAsync();
        var directory = _hub.Directory;
        await _hub.DisposeAsync();
        Use(await RunningHub<Real>.StartAsync(enrolled.Network, _clock, directory));
        using var stream = await _borea.FollowAsync();

        (await stream.ItemAsync()).Message.Envelope.OriginNote.ToByteArray().Should().Equal(envelope.Origin.Bytes.ToArray());
    }

    [Fact]
    public async Task A_recipients_receipts_reach_the_sender_once()
    {
        var envelope = await SendAsync();
        var delivered = _borea.Say(ReceiptKind.Delivered, envelope.Origin);
        using var stream = await _alba.FollowAsync();

        (await _borea.AnswerAsync(delivered)).Should().Be(Taken.Kept);
        (await _borea.AnswerAsync(delivered)).Should().Be(Taken.Kept);
        (await _borea.AnswerAsync(_borea.Say(ReceiptKind.Read, envelope.Origin))).Should().Be(Taken.Kept);

        _alba.Evidence((await stream.ItemAsync()).Receipt).Kind.Should().Be(ReceiptKind.Delivered);
        _alba.Evidence((await stream.ItemAsync()).Receipt).Kind.Should().Be(ReceiptKind.Read);
    }

    [Fact]
    public async Task Receipts_of_others_or_without_proof_are_not_taken()
    {
        var envelope = await SendAsync();
        var unsent = enrolled.Alba.Compose(Party<Real>.Message("Never sent.", "borea")).Envelope;
        var cambria = new AtHub(_hub, enrolled.Cambria);
        var spoiled = _borea.Say(ReceiptKind.Delivered, envelope.Origin);
        spoiled.Proof = Google.Protobuf.ByteString.CopyFrom([.. spoiled.Proof.ToByteArray()[..^1], (byte)'x']);
        var size = _hub.Sequencer.Head!.Size;

        (await cambria.AnswerAsync(cambria.Say(ReceiptKind.Delivered, envelope.Origin))).Should().Be(Taken.NotOurs, "Cambria is no recipient");
        (await _borea.AnswerAsync(_borea.Say(ReceiptKind.Delivered, unsent.Origin))).Should().Be(Taken.NotOurs);
        (await cambria.AnswerAsync(_borea.Say(ReceiptKind.Delivered, envelope.Origin))).Should().Be(Taken.Invalid, "it is by another node than the connection's");
        (await _borea.AnswerAsync(spoiled)).Should().Be(Taken.Invalid);
        (await _borea.AnswerAsync(new Wire.Receipt())).Should().Be(Taken.Invalid);

        _hub.Sequencer.Head!.Size.Should().Be(size);
    }

    [Fact]
    public async Task At_the_deadline_the_sender_hears_that_it_failed_and_a_late_delivery_still_counts()
    {
        var envelope = await SendAsync(to: ["borea", "cambria"]);
        await _borea.AnswerAsync(_borea.Say(ReceiptKind.Delivered, envelope.Origin));
        using var stream = await _alba.FollowAsync();
        await stream.ItemAsync();

        _clock.SetUtcNow(envelope.Origin.Text.Deadline);
        var failed = _alba.Evidence((await stream.ItemAsync()).Receipt);
        var cambria = new AtHub(_hub, enrolled.Cambria);
        await cambria.AnswerAsync(cambria.Say(ReceiptKind.Delivered, envelope.Origin));

        failed.Kind.Should().Be(ReceiptKind.Failed);
        failed.Undelivered.Should().Equal(NodeName.Parse("cambria.example"));
        _alba.Evidence((await stream.ItemAsync()).Receipt).Kind.Should().Be(ReceiptKind.Delivered);
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_echoes()
    {
        using var stream = await _borea.FollowAsync();
        await stream.NextAsync();

        var next = stream.NextAsync();
        while (!next.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        (await next).Echo.Should().NotBeNull();
    }

    [Fact]
    public async Task A_newer_stream_takes_the_place_of_the_older()
    {
        using var older = await _borea.FollowAsync();
        await older.NextAsync();

        using var newer = await _borea.FollowAsync();
        await newer.NextAsync();

        (await older.EndAsync()).StatusCode.Should().Be(StatusCode.Aborted);
        await SendAsync();
        (await newer.ItemAsync()).Position.Position_.Should().Be(1);
    }

    [Fact]
    public async Task A_revocation_ends_the_stream()
    {
        using var stream = await _borea.FollowAsync();
        await stream.NextAsync();

        _hub.Rosters.Import(enrolled.Network.Next(enrolled.Network.First, new RosterChanges([], [], ["borea"], null)));
        _clock.Advance(TimeSpan.FromMinutes(1));

        (await stream.EndAsync()).StatusCode.Should().Be(StatusCode.PermissionDenied);
        var call = () => _borea.AnswerAsync(new Wire.Receipt());
        (await call.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task A_hub_that_goes_down_says_so()
    {
        using var stream = await _borea.FollowAsync();
        await stream.NextAsync();

        var end = stream.EndAsync();
        await _hub.StopAsync();

        (await end).StatusCode.Should().Be(StatusCode.Unavailable);
    }

    public static TheoryData<string, StatusCode> Malformed => new()
    {
        { "no start", StatusCode.InvalidArgument },
        { "two starts", StatusCode.InvalidArgument },
        { "unknown lane", StatusCode.InvalidArgument },
        { "lane twice", StatusCode.InvalidArgument },
        { "never sent", StatusCode.InvalidArgument },
        { "ahead", StatusCode.FailedPrecondition },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_stream_out_of_order_is_ended_with_the_reason(string what, StatusCode status)
    {
        await SendAsync();
        using var stream = what switch
        {
            "unknown lane" => await _borea.FollowAsync(((Lane)77, 1)),
            "lane twice" => await _borea.FollowAsync((Lane.Flash, 0), (Lane.Flash, 1)),
            "ahead" => await _borea.FollowAsync((Lane.Flash, 9)),
            "no start" => new Following(_borea.Exchange.Follow(cancellationToken: TestContext.Current.CancellationToken)),
            _ => await _borea.FollowAsync(),
        };
        if (what == "no start") await stream.AcknowledgeAsync(new Position { Lane = Lane.Flash, Position_ = 1 });
        if (what == "two starts") await stream.SendAsync(new FollowRequest { Start = new Start() });
        if (what == "never sent") await stream.AcknowledgeAsync(new Position { Lane = Lane.Flash, Position_ = 99 });

        var end = await stream.EndAsync();

        end.StatusCode.Should().Be(status);
        end.Detail.Should().NotBeEmpty();
        _hub.Log.All.Should().ContainSingle(line => line.Contains(end.Detail, StringComparison.Ordinal));
    }

    private async Task<Envelope<Real>> SendAsync(Precedence precedence = Precedence.Flash, params string[] to)
    {
        var envelope = enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", to.Length == 0 ? ["borea"] : [.. to]) with { Precedence = precedence }).Envelope;
        await _alba.AcceptedAsync(envelope);
        return envelope;
    }

    private void Use(RunningHub<Real> hub) => (_hub, _alba, _borea) = (hub, new AtHub(hub, enrolled.Alba), new AtHub(hub, enrolled.Borea));
}
