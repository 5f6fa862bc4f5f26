using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Sqlite;

public sealed class SqliteMemberStoreTests() : MemberStoreContract(new SqliteEngine());

public sealed class SqliteMemberReceiptTests() : MemberReceiptContract(new SqliteEngine());

public sealed class SqliteMemberBoxesTests() : MemberBoxesContract(new SqliteEngine());

public sealed class SqliteMemberTranscriptTests : TranscriptStoreContract
{
    private IMemberStore<Real> _store;

    public SqliteMemberTranscriptTests()
        : base(new SqliteEngine()) => _store = Engine.OpenNode(default(Real)).Messages;

    protected override ITranscriptStore Transcript => _store.Transcript;

    protected override Task AddAsync(int first, int messages, CancellationToken cancellationToken)
    {
        // Two leaves for each: the message and its receipt.
        var envelopes = Enumerable.Range(first, messages).Select(number => AMessage.Numbered(number)).ToArray();
        var steps = envelopes.SelectMany(envelope => new MemberStep<Real>[]
        {
            new MemberStep<Real>.Send(envelope, SealState.None, new ArchivedContent(default, default), $"{envelope.Id}", new byte[16], null),
            new MemberStep<Real>.KeepReceipt(envelope.Receipt(Receipts.ReceiptKind.Submitted, Hotline.Tests.AnOrigin.HubNorth), null),
        });
        return _store.CommitBatchAsync([.. steps], AMessage.Sign, cancellationToken);
    }

    protected override async Task RestartAsync()
    {
        await Engine.CloseAsync();
        _store = Engine.OpenNode(default(Real)).Messages;
    }
}
