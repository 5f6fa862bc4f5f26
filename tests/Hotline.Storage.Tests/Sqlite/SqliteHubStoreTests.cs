using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;
using Hotline.Tests;

namespace Hotline.Storage.Tests.Sqlite;

public sealed class SqliteHubStoreTests() : HubStoreContract(new SqliteEngine());

public sealed class SqliteHubQueueTests() : HubQueueContract(new SqliteEngine());

public sealed class SqliteHubDeadlineTests() : HubDeadlineContract(new SqliteEngine());

public sealed class SqliteHubTranscriptTests : TranscriptStoreContract
{
    private IHubStore<Real> _store;

    public SqliteHubTranscriptTests()
        : base(new SqliteEngine()) => _store = Engine.OpenHub(default(Real));

    protected override ITranscriptStore Transcript => _store.Transcript;

    protected override Task AddAsync(int first, int messages, CancellationToken cancellationToken) => _store.CommitBatchAsync(
        [.. Enumerable.Range(first, messages).Select(number => new HubStep<Real>.Submit(AMessage.Numbered(number)))],
        (step, _) => Carry(((HubStep<Real>.Submit)step).Envelope),
        AMessage.Sign,
        cancellationToken);

    protected override async Task RestartAsync()
    {
        await Engine.CloseAsync();
        _store = Engine.OpenHub(default(Real));
    }

    private static HubDecision<Real>.Carry Carry(Envelope<Real> envelope) => new(envelope, envelope.Say(ReceiptKind.Submitted, AnOrigin.HubNorth));
}
