using System.Text;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using static Hotline.Tests.AnOrigin;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What the contracts of a member's store have in common: a fresh database, and steps as a node makes them.</summary>
public abstract class MemberContract : IAsyncLifetime
{
    private protected static readonly CancellationToken Ct = CancellationToken.None;
    private protected static readonly byte[] Salt = new byte[16];

    protected MemberContract(IEngine engine)
    {
        Engine = engine;
        (Store, Collections) = engine.OpenNode(default(Real));
    }

    protected IEngine Engine { get; }

    protected IMemberStore<Real> Store { get; private set; }

    protected ICollectionStore Collections { get; private set; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A message of this node's own, the first of its conversation unless said otherwise.</summary>
    protected static MemberStep<Real>.Send Send(Envelope<Real> envelope, string? conversation = null, Guid? draft = null) =>
        new(envelope, SealState.None, Archived(envelope), conversation ?? $"conversation of {envelope.Id}", Salt, draft);

    /// <summary>A message that came to borea and opened.</summary>
    protected static MemberStep<Real>.Receive Receive(Envelope<Real> envelope, ulong position) => new(
        envelope, SealState.None, Archived(envelope), $"conversation of {envelope.Id}", envelope.Say(ReceiptKind.Delivered, Borea), AMessage.Proof, At(position));

    /// <summary>One that did not.</summary>
    protected static MemberStep<Real>.Refuse Refuse(Envelope<Real> envelope, ulong position) => new(envelope, envelope.Say(ReceiptKind.Refused, Borea), At(position));

    protected static MemberStep<Real>.KeepReceipt Keep(Receipt<Real> receipt, ulong? position = null) => new(receipt, position is { } at ? At(at) : null);

    /// <summary>Borea's desk acknowledges a received message.</summary>
    protected static MemberStep<Real>.Read Read(Envelope<Real> envelope)
    {
        var receipt = envelope.Receipt(ReceiptKind.Read, Borea);
        return new MemberStep<Real>.Read(envelope.Key(), receipt.Text, receipt.Entry);
    }

    protected static QueuePosition At(ulong position) => new(HubNorth, Precedence.Flash, position);

    protected static ArchivedContent Archived(Envelope<Real> envelope) => new(Encoding.ASCII.GetBytes($"key of {envelope.Id}"), Encoding.ASCII.GetBytes($"content of {envelope.Id}"));

    protected Task<IReadOnlyList<MemberOutcome>> CommitAsync(params IReadOnlyList<MemberStep<Real>> steps) => Store.CommitBatchAsync(steps, AMessage.Sign, Ct);

    protected async Task<MemberOutcome> KeepAsync(MemberStep<Real> step) => (await CommitAsync(step)).Single();

    protected async Task<MessageRecord<Real>> FindAsync(Envelope<Real> envelope) => (await Store.FindAsync(envelope.Id, envelope.Origin.Text.From, Ct))!;

    protected async Task<Rung> RungAsync(Envelope<Real> envelope, NodeName recipient) => (await FindAsync(envelope)).Rungs[recipient];

    protected async Task<ulong> PositionAsync(Precedence lane = Precedence.Flash) => (await Store.ReadQueueAsync(HubNorth, Ct)).GetValueOrDefault(lane);

    protected byte[][] Leaves() => [.. Store.Transcript.ReadEntries(0, 1000).Select(entry => entry.ToArray())];

    protected async Task RestartAsync()
    {
        await Engine.CloseAsync();
        (Store, Collections) = Engine.OpenNode(default(Real));
    }
}
