using Google.Protobuf;
using Grpc.Core;
using Hotline.Cli.Rosters;
using Hotline.Evidence;
using Hotline.TestData;
using Hotline.Wire;

namespace Hotline.Node.Tests;

/// <summary>What an administrator does at a running node, over its socket.</summary>
[Collection(nameof(Enrolled.Second))]
public sealed class OperationsTests(Enrolled enrolled) : IAsyncLifetime
{
    private readonly Network<Real> _network = enrolled.Second;
    private RunningNode<Real> _alba = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _alba = await RunningNode<Real>.StartAsync(_network, "alba");

    public ValueTask DisposeAsync() => _alba.DisposeAsync();

    [Fact]
    public async Task Status_says_who_it_is_and_how_its_hub_is()
    {
        await _alba.SendAsync("Nobody is there.", "borea");
        var asked = TimeProvider.System.GetUtcNow();

        var status = await _alba.Operator.Operations.StatusAsync(new StatusRequest(), cancellationToken: Stop);

        (status.Name, status.Role, status.Domain, status.LogOrigin, status.LogSize, status.RosterNumber)
            .Should().Be(("alba.example", "node", "real", "alba.example/transcript/1", 1UL, 1UL));
        (await _alba.Operator.Operations.StatusAsync(new StatusRequest(), cancellationToken: Stop)).Started.Should().Be(status.Started);
        DateTimeOffset.Parse(status.Started, System.Globalization.CultureInfo.InvariantCulture).Should().BeBefore(asked);
        status.Counts.Should().Contain(new Count { Name = "outbox", Value = 1 });
        status.Routes.Single().Peer.Should().Be("hub-north.example");
        status.Routes.Single().State.Should().StartWith("not connected");
    }

    [Fact]
    public async Task A_roster_that_a_quorum_signed_takes_effect_at_once()
    {
        var next = _network.Next(_network.First, new RosterChanges([], [], [], Quorum: 1));

        var reply = await _alba.Operator.Operations.ImportRosterAsync(new ImportRosterRequest { Note = ByteString.CopyFrom(next.Note.Span) }, cancellationToken: Stop);

        reply.Number.Should().Be(2);
        (await _alba.Operator.Operations.ShowRosterAsync(new ShowRosterRequest(), cancellationToken: Stop)).Note.ToByteArray().Should().Equal(next.Note.ToArray());
    }

    [Fact]
    public async Task A_roster_without_quorum_or_out_of_order_is_refused_and_changes_nothing()
    {
        var next = new RosterChanges([], [], [], Quorum: 1).After(_network.First.Roster, _network.First.Roster.Issued);
        using var root = Cli.Enrolment.RootKey.Open(_network["alba"], Network<Real>.Passphrase);
        var alone = SignedRoster.Begin(next, root.Signer);
        var later = _network.Next(_network.Next(_network.First, new RosterChanges([], [], [], 1)), new RosterChanges([], [], [], 2));

        (await RefusedAsync(alone.Note)).Should().Contain("1 of the 2 members needed signed it");
        (await RefusedAsync(later.Note)).Should().Contain("its number is 3, the next is 2");
        (await RefusedAsync("no roster"u8.ToArray())).Should().StartWith("This is no signed roster");
        (await _alba.Operator.Operations.StatusAsync(new StatusRequest(), cancellationToken: Stop)).RosterNumber.Should().Be(1);
    }

    [Fact]
    public async Task A_backup_holds_everything_and_restores()
    {
        var sent = await _alba.SendAsync("Remember this.", "borea");
        var archive = Path.Combine(_network["alba"], "..", $"backup-{sent.Id}.hotline");

        var reply = await _alba.Operator.Operations.BackupAsync(new BackupRequest { Path = Path.GetFullPath(archive) }, cancellationToken: Stop);

        reply.Bytes.Should().Be(new FileInfo(archive).Length);
        var again = async () => await _alba.Operator.Operations.BackupAsync(new BackupRequest { Path = Path.GetFullPath(archive) }, cancellationToken: Stop);
        (await again.Should().ThrowAsync<RpcException>()).Which.Status.Detail.Should().Contain("exists");
        File.Delete(archive);
    }

    private async Task<string> RefusedAsync(ReadOnlyMemory<byte> note)
    {
        var import = async () => await _alba.Operator.Operations.ImportRosterAsync(new ImportRosterRequest { Note = ByteString.CopyFrom(note.Span) }, cancellationToken: Stop);
        var refusal = (await import.Should().ThrowAsync<RpcException>()).Which.Status;
        refusal.StatusCode.Should().Be(StatusCode.FailedPrecondition);
        return refusal.Detail;
    }
}
