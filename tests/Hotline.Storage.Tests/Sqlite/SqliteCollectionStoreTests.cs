using Hotline.Storage.Sqlite;
using Hotline.Storage.Tests.Contracts;
using Hotline.Stores;

namespace Hotline.Storage.Tests.Sqlite;

public sealed class SqliteCollectionStoreTests() : CollectionStoreContract(new SqliteEngine());

public sealed class SqliteCollectionReadingTests() : CollectionReadingContract(new SqliteEngine());

public sealed class SqliteCollectionVersionsTests() : CollectionVersionsContract(new SqliteEngine());

public sealed class SqliteAccountTests() : AccountContract(new SqliteEngine());

/// <summary>A node's file that an older program or an interrupted one left.</summary>
public sealed class SqliteCollectionFileTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = CancellationToken.None;
    private readonly SqliteEngine _engine = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Collections_of_the_first_version_are_brought_over_with_dates_statuses_and_marks()
    {
        var status = AnObject.NewId();
        await SqliteDatabase.Open(_engine.NodeFile, "real", [StorageServices.NodeMigrations<Real>()[0]]).DisposeAsync();
        var rows = new[] { (1000, 1, 3), (1001, 1, 1), (1005, 2, 1) }.Select(row =>
            $"INSERT INTO object VALUES ('{AnObject.Collection:D}', {row.Item1}, '{AnObject.Id(row.Item2)}', '{AnObject.Numbered(1, row.Item3).Version}', {AnObject.Numbered(1, row.Item3).VersionInstant}, 'campaign', '2.1', x'7b7d');");
        ASqliteFile.Execute(_engine.NodeFile, string.Concat(rows) + $"""
            INSERT INTO object VALUES ('{AnObject.Collection:D}', 1006, 'ipv4-addr--x', NULL, NULL, 'ipv4-addr', '2.1', x'7b7d');
            INSERT INTO collection_clock VALUES ('{AnObject.Collection:D}', 1010);
            INSERT INTO status VALUES ('{status:D}', '{AnObject.Collection:D}', 5);
            INSERT INTO outcome VALUES ('{status:D}', 0, 'campaign--a', '2026', NULL, 'TLP:RED'), ('{status:D}', 1, 'campaign--b', NULL, 'no "good"', NULL);
            """);

        var (_, collections) = _engine.OpenNode(default(Real));

        (await collections.ReadAsync(AnObject.All(), Ct)).Objects.Select(one => one.DateAdded).Should().Equal(1000, 1001, 1005, 1006);
        (await collections.ReadAsync(AnObject.All() with { Versions = VersionFilter.OnlyLast }, Ct)).Objects.Select(one => one.DateAdded).Should().Equal(1000, 1005, 1006);
        (await collections.ReadAsync(AnObject.All() with { Versions = new(false, true, false, []) }, Ct)).Objects.Select(one => one.DateAdded).Should().Equal(1001, 1005, 1006);
        (await collections.FindStatusAsync(status, Ct))!.Outcomes.Should().Equal(
            new("campaign--a", "2026", null, "TLP:RED"), new Hotline.Collections.ObjectOutcome("campaign--b", null, "no \"good\"", null));
        await collections.AddAsync(AnObject.Added(AnObject.Numbered(9)) with { At = DateTimeOffset.UnixEpoch }, Ct);
        (await collections.ReadAsync(AnObject.All(), Ct)).Objects[^1].DateAdded.Should().Be(1011);
    }

    [Fact]
    public async Task What_was_staged_when_the_process_ended_is_gone_at_the_next_start_and_marks_are_right_again()
    {
        var (_, collections) = _engine.OpenNode(default(Real));
        await collections.AddAsync(AnObject.Added(AnObject.Numbered(1), AnObject.Numbered(2)), Ct);
        var published = (await collections.ReadAsync(AnObject.All(), Ct)).Objects[^1].DateAdded;
        var staged = AnObject.Added([.. Enumerable.Range(1, 2_500).Select(number => AnObject.Numbered(number, version: 2))]);
        await collections.AddAsync(staged, Ct);
        await _engine.CloseAsync();
        // As the file is between the last slice and the publishing one.
        ASqliteFile.Execute(_engine.NodeFile, $"UPDATE collection SET published = {published}; DELETE FROM status WHERE id = '{staged.Status:D}';");

        (_, collections) = _engine.OpenNode(default(Real));

        (await collections.ReadAsync(AnObject.All() with { Versions = VersionFilter.OnlyLast }, Ct)).Objects.Select(one => one.Object.ObjectId).Should().Equal(AnObject.Id(1), AnObject.Id(2));
        (await collections.CountAsync(AnObject.Collection, Ct)).Should().Be(2);
        await collections.AddAsync(AnObject.Added(AnObject.Numbered(3)), Ct);
        (await collections.ReadAsync(AnObject.All(), Ct)).Objects[^1].DateAdded.Should().BeGreaterThan(published + 2_500);
    }
}
