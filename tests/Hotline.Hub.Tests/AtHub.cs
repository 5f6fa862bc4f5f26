using Grpc.Core;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Hub.Tests;

/// <summary>A member's connection to a running hub, and the transcript in which it says its receipts.</summary>
internal sealed class AtHub(RunningHub<Real> hub, Party<Real> party)
{
    private readonly EvidenceVerifier<Real> _verifier = new(default, hub.Rosters, TimeProvider.System);
    private readonly LogInMemory _log = new(party.Start.ServerKeys.Checkpoints);

    public Wire.Exchange.ExchangeClient Exchange { get; } = hub.ClientOf(party.Start.ServerKeys);

    public async Task<SubmitReply> SubmitAsync(Envelope<Real> envelope) =>
        await Exchange.SubmitAsync(new SubmitRequest { Envelope = envelope.ToWire() }, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Submits, and checks that what comes back is evidence.</summary>
    public async Task<ReceiptText<Real>> AcceptedAsync(Envelope<Real> envelope)
    {
        var reply = await SubmitAsync(envelope);
        _verifier.VerifyOriginProof(envelope.Origin, reply.OriginProof.Memory, Network<Real>.Node(Network<Real>.HubName)).Should().NotBeNull();
        return Evidence(reply.Answer);
    }

    public async Task<RefusalReason?> RefusedAsync(Envelope<Real> envelope)
    {
        var answer = Evidence((await SubmitAsync(envelope)).Answer);
        answer.Kind.Should().Be(ReceiptKind.Refused);
        answer.Answers(envelope.Origin).Should().BeTrue();
        return answer.Reason;
    }

    /// <summary>A receipt as evidence.</summary>
    public ReceiptText<Real> Evidence(Wire.Receipt wire)
    {
        var receipt = wire.ToDomain(default(Real));
        _verifier.VerifyReceipt(receipt).Fault.Should().BeNull();
        return receipt.Text;
    }

    /// <summary>This member's receipt about a message, proven in its own transcript.</summary>
    public Wire.Receipt Say(ReceiptKind kind, OriginNote<Real> origin)
    {
        var text = kind == ReceiptKind.Refused
            ? ReceiptText<Real>.Refusing(origin, RefusalReason.Mismatch, party.Node, TimeProvider.System.GetUtcNow())
            : ReceiptText<Real>.About(origin, kind, party.Node, TimeProvider.System.GetUtcNow());
        var entry = kind == ReceiptKind.Read ? NoteSigning.Sign(text.ToBytes(), party.Start.Keys.Desk.Notes) : text.ToBytes();
        var leaf = _log.Append(entry);
        return EnvelopeMapping.ToReceipt(entry, new LogProofs(_log).Prove(leaf, _log.ReadHead()!));
    }

    public async Task<Taken> AnswerAsync(Wire.Receipt receipt) =>
        (await Exchange.AnswerAsync(new AnswerRequest { Receipts = { receipt } }, cancellationToken: TestContext.Current.CancellationToken)).Taken.Single();

    public async Task<Following> FollowAsync(params (Lane Lane, ulong Position)[] after)
    {
        var call = Exchange.Follow(cancellationToken: TestContext.Current.CancellationToken);
        var start = new Start();
        start.After.AddRange(after.Select(entry => new Position { Lane = entry.Lane, Position_ = entry.Position }));
        await call.RequestStream.WriteAsync(new FollowRequest { Start = start });
        return new Following(call);
    }
}

/// <summary>An open stream.</summary>
internal sealed class Following(AsyncDuplexStreamingCall<FollowRequest, FollowReply> call) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<FollowReply> NextAsync()
    {
        (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Patience)).Should().BeTrue();
        return call.ResponseStream.Current;
    }

    /// <summary>The next item, past welcome and echoes.</summary>
    public async Task<Item> ItemAsync()
    {
        while (true)
        {
            if ((await NextAsync()).Item is { } item) return item;
        }
    }

    public Task SendAsync(FollowRequest request) => call.RequestStream.WriteAsync(request);

    public Task AcknowledgeAsync(Position position) => SendAsync(new FollowRequest { Acknowledge = position });

    /// <summary>How the stream ends, past whatever still comes.</summary>
    public async Task<Status> EndAsync()
    {
        try
        {
            while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken).WaitAsync(Patience))
            {
            }

            return call.GetStatus();
        }
        catch (RpcException ended)
        {
            return ended.Status;
        }
    }

    public void Dispose() => call.Dispose();
}
