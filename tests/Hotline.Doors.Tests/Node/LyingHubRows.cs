using Google.Protobuf;
using Grpc.Core;
using Hotline.Doors.Tests.Table;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.TestData;
using Hotline.Wire;
using Receipt = Hotline.Wire.Receipt;

namespace Hotline.Doors.Tests.Node;

/// <summary>What a hub may answer and send, with its own keys, that proves nothing.</summary>
internal static class LyingHubRows
{
    private const string Answering = "node, a hub's answer";
    private const string Following = "node, its queue at a hub";
    private const string Stays = "the message stays in the outbox";
    private const string Begins = "the stream is begun again";
    private const string Passed = "passed over, and acknowledged";
    private const string Place = "its place in the queue";
    private const string NoEvidence = "Error: From hub-north.example came what proves nothing: *";
    private const string NotEvidence = "hotline.member.not_evidence kind=";

    public static IEnumerable<BadInput<LiedTo>> All =>
    [
        Answer("an empty answer", (_, _) => new SubmitReply()),
        Answer("a receipt that is no leaf", (_, _) => new SubmitReply { Answer = new Receipt { Entry = ByteString.CopyFromUtf8("yes\n") } }),
        Answer("a receipt about another message", (rig, origin) => With(rig, origin, rig.Say(ReceiptKind.Submitted, OriginNote<Real>.Parse(rig.Message().Envelope.OriginNote.Memory, default)))),
        Answer("a receipt without a proof", (rig, origin) => With(rig, origin, new Receipt { Entry = rig.Say(ReceiptKind.Submitted, origin).Entry })),
        Answer("a receipt with the proof of another leaf", (rig, origin) => With(rig, origin, new Receipt { Entry = rig.Say(ReceiptKind.Submitted, origin).Entry, Proof = rig.Say(ReceiptKind.Failed, origin).Proof })),
        Answer("a receipt that only a recipient may issue", (rig, origin) => With(rig, origin, rig.Say(ReceiptKind.Delivered, origin))),
        Answer("a receipt in another log, by another key", (rig, origin) =>
        {
            var log = new LogInMemory(rig.Enrolled.Cambria.Start.ServerKeys.Checkpoints);
            var entry = rig.Say(ReceiptKind.Submitted, origin).Entry.ToByteArray();
            return With(rig, origin, EnvelopeMapping.ToReceipt(entry, new LogProofs(log).Prove(log.Append(entry), log.ReadHead()!)));
        }),
        Answer("a true receipt, and no proof that the note is logged", (rig, origin) => new SubmitReply { Answer = rig.Say(ReceiptKind.Submitted, origin) }),
        Answer("a true receipt, and the proof of another note", (rig, origin) =>
            new SubmitReply { Answer = rig.Say(ReceiptKind.Submitted, origin), OriginProof = ByteString.CopyFrom(rig.Logged("another"u8.ToArray())) }),
        Rejection("a rejection of a good envelope", StatusCode.InvalidArgument, Stays, "Warning: * stays in the outbox: hub-north.example said no", "hotline.member.rejected status=InvalidArgument"),
        Rejection("a failure that means nothing", StatusCode.DataLoss, Stays, "Warning: Sending to hub-north.example failed: *", "hotline.member.route_failures call=send"),
        new(Answering, "no answer, for ever", Stays, "Warning: Sending to hub-north.example failed: *DeadlineExceeded*", "hotline.member.route_failures call=send", async rig =>
        {
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("Sending to", StringComparison.Ordinal)));
            return await OutboxAsync(rig);
        })
        {
            PrepareAsync = async rig =>
            {
                await rig.SendAsync();
                rig.Script.Items.SetResult([]);
            },
        },
        Spoiled("a genuine message with another payload", "payload", rig =>
        {
            var message = rig.Message();
            message.Envelope.Payload = ByteString.CopyFromUtf8("another");
            return message;
        }),
        Spoiled("a genuine message whose note is not proven to be logged", "proof", rig =>
        {
            var message = rig.Message();
            message.OriginProof = ByteString.Empty;
            return message;
        }),
        Spoiled("a genuine message with the proof of another note", "proof", rig =>
        {
            var message = rig.Message();
            message.OriginProof = rig.Message().OriginProof;
            return message;
        }),
        Pass("a message re-signed by a stranger", "origin", rig =>
        {
            var envelope = rig.Enrolled.Alba.Compose(Party<Real>.Message("The grid is down.", "borea")).Envelope;
            return LiedTo.Item(rig.Prove(envelope with { Origin = NoteSigning.SignOrigin(envelope.Origin.Text, rig.Enrolled.Stranger.Start.Keys.Desk.Notes) }));
        }),
        Pass("a message for another node", "origin", rig => LiedTo.Item(rig.Message("cambria"))),
        Pass("a note that is none", "item", _ => LiedTo.Item(new MessageItem { Envelope = new Wire.Envelope { OriginNote = ByteString.CopyFromUtf8("hello\n\n") } })),
        Pass("an item that holds nothing", "item", _ => new FollowReply { Item = new Item { Position = new Position { Lane = Lane.Flash, Position_ = 1 } } }),
        Pass("a receipt that is no evidence", "receipt", rig =>
        {
            var receipt = rig.Say(ReceiptKind.Submitted, OriginNote<Real>.Parse(rig.Message().Envelope.OriginNote.Memory, default));
            receipt.Proof = ByteString.CopyFrom(rig.Logged("another"u8.ToArray()));
            return new FollowReply { Item = new Item { Position = new Position { Lane = Lane.Flash, Position_ = 1 }, Receipt = receipt } };
        }),
        GivenUp("an item without a position", _ => [new FollowReply { Item = new Item { Message = new MessageItem() } }]),
        GivenUp("an item of a lane that does not exist", _ => [new FollowReply { Item = new Item { Position = new Position { Lane = (Lane)99, Position_ = 1 } } }]),
        GivenUp("the end of the stream", _ => [null]),
        GivenUp("silence", rig =>
        {
            rig.Script.IsSilent = true;
            return [];
        }),
        new(Following, "a checkpoint that its log did not sign", "the checkpoint is not believed", NoEvidence, NotEvidence + "checkpoint", async rig =>
        {
            var note = rig.Say(ReceiptKind.Failed, OriginNote<Real>.Parse(rig.Message().Envelope.OriginNote.Memory, default)).Proof.ToByteArray();
            rig.Script.Items.SetResult([new FollowReply { Welcome = new Welcome { RosterNumber = 1, Checkpoint = ByteString.CopyFrom(note) } }]);
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("proves nothing", StringComparison.Ordinal)));
            return "the checkpoint is not believed";
        })
        { PrepareAsync = rig => rig.FollowedAsync() },
        new(Following, "a genuine message, five positions too far", "kept, and the gap is told", "Error: hub-north.example left out positions of lane Flash: expected 1, came 6", "hotline.member.gaps", async rig =>
        {
            rig.Script.Items.SetResult([LiedTo.Item(rig.Message(), 6)]);
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("Received", StringComparison.Ordinal)));
            return "kept, and the gap is told";
        })
        { PrepareAsync = rig => rig.FollowedAsync(), But = "the message, which is genuine" },
        new(Following, "a genuine message twice", "kept once", "Error: hub-north.example left out positions of lane Flash: expected 2, came 1", "hotline.member.gaps", async rig =>
        {
            var message = rig.Message();
            rig.Script.Items.SetResult([LiedTo.Item(message), LiedTo.Item(message)]);
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("left out", StringComparison.Ordinal)) && rig.Log.All.Any(line => line.Contains("Received", StringComparison.Ordinal)));
            return $"kept {(((await rig.Store.CountAsync(CancellationToken.None)).Received) == 1 ? "once" : "otherwise")}";
        })
        { PrepareAsync = rig => rig.FollowedAsync(), But = "the message, which is genuine" },
        Receipts("no word about a receipt that the node sent", new AnswerReply()),
        Receipts("a receipt called invalid", new AnswerReply { Taken = { Taken.Invalid } }),
    ];

    private static SubmitReply With(LiedTo rig, OriginNote<Real> origin, Receipt answer) => new() { Answer = answer, OriginProof = ByteString.CopyFrom(rig.Logged(origin.Bytes)) };

    private static BadInput<LiedTo> Answer(string input, Func<LiedTo, OriginNote<Real>, SubmitReply> reply)
    {
        OriginNote<Real>? origin = null;
        return new(Answering, input, Stays, "Warning: * stays in the outbox: *", NotEvidence + "answer", async rig =>
        {
            rig.Script.Answer.SetResult(reply(rig, origin!));
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("stays in the outbox", StringComparison.Ordinal)));
            return await OutboxAsync(rig);
        })
        { PrepareAsync = async rig => origin = await rig.SendAsync() };
    }

    private static BadInput<LiedTo> Rejection(string input, StatusCode status, string answer, string logged, string counted) => new(Answering, input, answer, logged, counted, async rig =>
    {
        rig.Script.Answer.SetException(new RpcException(new Status(status, "no")));
        await UntilAsync(() => rig.Log.All.Any(line => line.Contains("stays in the outbox", StringComparison.Ordinal) || line.Contains("Sending to", StringComparison.Ordinal)));
        return await OutboxAsync(rig);
    })
    { PrepareAsync = rig => rig.SendAsync() };

    private static BadInput<LiedTo> Spoiled(string input, string kind, Func<LiedTo, MessageItem> message) =>
        Stream(input, Begins, "Warning: Lost hub-north.example: The hub spoiled a message: *", NotEvidence + kind, rig => [LiedTo.Item(message(rig))], AgainAsync, null);

    private static BadInput<LiedTo> GivenUp(string input, Func<LiedTo, FollowReply?[]> items) =>
        Stream(input, Begins, "Warning: Lost hub-north.example: *", "hotline.member.route_failures call=follow", items, AgainAsync, null);

    private static BadInput<LiedTo> Pass(string input, string kind, Func<LiedTo, FollowReply> item) =>
        Stream(input, Passed, NoEvidence, NotEvidence + kind, rig => [item(rig)], async rig =>
        {
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("proves nothing", StringComparison.Ordinal)));
            var counts = await rig.Store.CountAsync(CancellationToken.None);
            return counts.Received == 0 ? Passed : "kept";
        }, Place);

    private static BadInput<LiedTo> Receipts(string input, AnswerReply reply) => new(
        "node, a hub's answer", input, "the receipt is sent again", "Error: 1 receipts were not taken by hub-north.example: they are sent again", "hotline.member.rejected status=receipts", async rig =>
        {
            rig.Script.Taken = _ => reply;
            rig.Script.Items.SetResult([LiedTo.Item(rig.Message())]);
            await UntilAsync(() => rig.Log.All.Any(line => line.Contains("were not taken", StringComparison.Ordinal)));
            return (await rig.Store.CountAsync(CancellationToken.None)).ReceiptsToSend == 1 ? "the receipt is sent again" : "the receipt is lost";
        })
    { PrepareAsync = rig => rig.FollowedAsync(), But = "the message, which is genuine" };

    private static BadInput<LiedTo> Stream(
        string input, string answer, string logged, string counted, Func<LiedTo, FollowReply?[]> items, Func<LiedTo, Task<string>> outcome, string? but) => new(Following, input, answer, logged, counted, async rig =>
    {
        rig.Script.Items.SetResult(items(rig));
        return await outcome(rig);
    })
    { PrepareAsync = rig => rig.FollowedAsync(), But = but };

    private static async Task<string> AgainAsync(LiedTo rig)
    {
        await UntilAsync(() => rig.Script.Streams > 1);
        return (await rig.Store.CountAsync(CancellationToken.None)).Received == 0 ? Begins : "kept";
    }

    private static async Task<string> OutboxAsync(LiedTo rig) => (await rig.Store.CountAsync(CancellationToken.None)).Outbox == 1 ? Stays : "the message is gone";

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (!holds() && !patience.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
    }
}
