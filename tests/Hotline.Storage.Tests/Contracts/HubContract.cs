using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Stores;
using Hotline.Tests;

namespace Hotline.Storage.Tests.Contracts;

/// <summary>What the contracts of a hub's store have in common: a fresh database, and the hub's own rules as the judge.</summary>
public abstract class HubContract : IAsyncLifetime
{
    private protected static readonly CancellationToken Ct = CancellationToken.None;
    private static readonly HubRules<Real> Rules = new(AnOrigin.HubNorth, ARoster.Of("alba", "borea", "cambria"), HubLimits.Default);

    protected HubContract(IEngine engine)
    {
        Engine = engine;
        Store = engine.OpenHub(default(Real));
    }

    protected IEngine Engine { get; }

    protected IHubStore<Real> Store { get; private set; }

    /// <summary>What the hub's clock says.</summary>
    protected DateTimeOffset Now { get; set; } = AnOrigin.Noon;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected HubDecision<Real> Decide(HubStep<Real> step, HubView<Real> view) => Rules.Decide(step, view, Now);

    protected Task<HubCommit<Real>> CommitAsync(params IReadOnlyList<HubStep<Real>> steps) => Store.CommitBatchAsync(steps, Decide, AMessage.Sign, Ct);

    protected async Task<HubResult<Real>> SubmitAsync(Envelope<Real> envelope) => (await CommitAsync(new HubStep<Real>.Submit(envelope))).Results.Single();

    protected async Task<HubResult<Real>> AnswerAsync(Receipt<Real> receipt) => (await CommitAsync(new HubStep<Real>.Answer(receipt))).Results.Single();

    protected async Task<HubResult<Real>> ExpireAsync(Envelope<Real> envelope) => (await CommitAsync(new HubStep<Real>.Expire(envelope.Key()))).Results.Single();

    /// <summary>As after the program ended and began again.</summary>
    protected async Task RestartAsync()
    {
        await Engine.CloseAsync();
        Store = Engine.OpenHub(default(Real));
    }
}
