using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Member.Inbox;
using Hotline.Receipts;
using Hotline.Storage;
using Hotline.Storage.Sqlite;
using Hotline.Stores;
using Hotline.TestData;

namespace Hotline.Member.Tests;

/// <summary>A member over its database, without a hub: what is filed, in which order it will go, and what a restart finds.</summary>
public sealed class MemberTests : IAsyncDisposable
{
    private readonly Networks _networks;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-member-");
    private SqliteDatabase _database = null!;
    private SqliteMemberStore<Real> _store = null!;
    private MemberLog<Real> _log = null!;
    private Member<Real> _alba = null!;

    public MemberTests(Networks networks)
    {
        _networks = networks;
        Open();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_filed_waits_in_the_outbox_urgent_before_old()
    {
        var filed = new List<MessageKey>();
        foreach (var precedence in (Precedence[])[Precedence.Routine, Precedence.Deferred, Precedence.Flash, Precedence.Routine, Precedence.Override, Precedence.Flash])
            filed.Add((await FileAsync(precedence)).Message);

        var outbox = await _store.ReadOutboxAsync(10, Stop);

        outbox.Select(envelope => envelope.Id).Should().Equal(new[] { 4, 2, 5, 0, 3, 1 }.Select(index => filed[index].Id));
    }

    [Fact]
    public async Task After_a_restart_the_same_bytes_go_out_under_the_same_id()
    {
        var filed = await FileAsync(Precedence.Flash);
        var before = (await _store.ReadOutboxAsync(10, Stop)).Single();

        await CloseAsync();
        Open();

        var after = (await _store.ReadOutboxAsync(10, Stop)).Single();
        after.Id.Should().Be(filed.Message.Id);
        after.Origin.Bytes.ToArray().Should().Equal(before.Origin.Bytes.ToArray());
        after.Payload.ToArray().Should().Equal(before.Payload.ToArray());
        filed.Leaf.Should().Be(after.Origin.LeafHash);
    }

    [Fact]
    public async Task After_a_restart_the_archive_still_opens_what_was_sent()
    {
        var filed = await FileAsync(Precedence.Flash);

        await CloseAsync();
        Open();

        var opened = (await _alba.OpenAsync(filed.Message.Id, null, Stop))!;
        opened.Statement!.Text(Statements.StatementFields.Body).Should().Be("The grid is down.");
        opened.Signers.Should().HaveCount(2);
        opened.Receipts.Should().BeEmpty();
    }

    [Fact]
    public async Task What_is_refused_leaves_nothing_behind()
    {
        var unknown = Party<Real>.Message("The grid is down.", "elbonia");
        var late = Party<Real>.Message("The grid is down.", "borea") with { Deadline = DateTimeOffset.UnixEpoch };

        (await _alba.SendAsync(unknown, Stop)).Should().BeOfType<SendResult.Refused>().Which.Sentence.Should().Contain("elbonia.example");
        (await _alba.SendAsync(late, Stop)).Should().BeOfType<SendResult.Refused>();

        _store.Transcript.ReadHead().Should().BeNull();
        (await _store.ReadOutboxAsync(10, Stop)).Should().BeEmpty();
    }

    [Fact]
    public async Task Messages_sent_at_once_in_one_conversation_have_no_gap_and_no_fork()
    {
        var first = await FileAsync(Precedence.Routine);
        var draft = Party<Real>.Message("More of it.", "borea") with { Precedence = Precedence.Routine, Conversation = first.Conversation };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _alba.SendAsync(draft, Stop)));

        results.Should().AllBeOfType<SendResult.Filed>();
        var chain = (await _store.ReadOutboxAsync(20, Stop)).OrderBy(envelope => envelope.Origin.Text.Sequence).ToArray();
        chain.Select(envelope => envelope.Origin.Text.Sequence).Should().Equal(Enumerable.Range(1, 9).Select(number => (ulong)number));
        chain.Skip(1).Select(envelope => envelope.Origin.Text.Previous).Should().Equal(chain.SkipLast(1).Select(envelope => (Digest?)envelope.Origin.LeafHash));
        chain.Select(envelope => envelope.Origin.Text.Conversation).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Only_a_received_message_can_be_acknowledged_and_only_once()
    {
        var sent = await FileAsync(Precedence.Flash);
        var envelope = _networks.Borea.Compose(Party<Real>.Message("Here too.", "alba")).Envelope;
        var opened = (OpeningResult.Opened)_networks.Alba.Open(envelope);
        var received = new MessageKey(_networks.Borea.Node, envelope.Id);

        (await _alba.AcknowledgeAsync(sent.Message, Stop)).Should().BeNull("one's own message is not acknowledged");
        (await _alba.AcknowledgeAsync(received, Stop)).Should().BeNull("it has not come yet");
        await _log.KeepAsync(
            new MemberStep<Real>.Receive(
                envelope, opened.Next, opened.Archived, opened.Conversation, ReceiptText<Real>.About(envelope.Origin, ReceiptKind.Delivered, _networks.Alba.Node, _log.Now),
                "the hub's proof, which a store does not judge"u8.ToArray(), new QueuePosition(Network<Real>.Node(Network<Real>.HubName), Precedence.Flash, 1)), Stop);
        var first = await _alba.AcknowledgeAsync(received, Stop);
        var size = _store.Transcript.ReadHead()!.Size;
        var again = await _alba.AcknowledgeAsync(received, Stop);

        first!.Value.Receipt.Kind.Should().Be(ReceiptKind.Read);
        first.Value.Receipt.Answers(envelope.Origin).Should().BeTrue();
        again.Should().Be(first);
        _store.Transcript.ReadHead()!.Size.Should().Be(size);
        (await _store.ReadReceiptsToSendAsync(10, Stop)).Should().HaveCount(2, "the NRD of the node and the NRR of its desk");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<SendResult.Filed> FileAsync(Precedence precedence) =>
        (SendResult.Filed)await _alba.SendAsync(Party<Real>.Message("The grid is down.", "borea") with { Precedence = precedence }, Stop);

    private void Open()
    {
        (_database, _store, _) = StorageServices.OpenSqliteNode(Path.Combine(_folder.FullName, "node.db"), default(Real));
        _log = new MemberLog<Real>(_networks.Alba.Start, _store, TimeProvider.System);
        _alba = new Member<Real>(_networks.Alba.Start, _store, _log);
    }

    private async Task CloseAsync()
    {
        await _log.DisposeAsync();
        await _database.DisposeAsync();
    }
}
