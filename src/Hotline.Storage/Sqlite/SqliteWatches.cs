using Hotline.Collections;
using Microsoft.Data.Sqlite;

namespace Hotline.Storage.Sqlite;

/// <summary>Watches and their matches.</summary>
internal sealed class SqliteWatches(SqliteDatabase database)
{
    private const string InsertWatch = "INSERT INTO watch (id, collection, pattern, created_at, seen, matches) VALUES ($id, $collection, $pattern, $at, $seen, 0);";
    private const string SelectWatches = "SELECT number, id, collection, pattern, created_at, seen, matches FROM watch ORDER BY number;";
    private const string SelectNumber = "SELECT number FROM watch WHERE id = $id;";
    private const string SelectLatest = "SELECT object_id, date_added FROM watch_match WHERE watch = $watch ORDER BY date_added DESC LIMIT $limit;";
    private const string InsertMatch = "INSERT INTO watch_match (watch, date_added, object_id) VALUES ($watch, $added, $object) ON CONFLICT DO NOTHING;";
    private const string UpdateSeen = "UPDATE watch SET seen = $seen, matches = matches + $matches WHERE number = $watch;";
    private const string DeleteWatch = "DELETE FROM watch WHERE id = $id;";

    public Task AddAsync(Watch watch, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            InsertWatch, ("$id", watch.Id), ("$collection", watch.Collection.ToString("D")), ("$pattern", watch.Pattern), ("$at", watch.CreatedAt.Column()), ("$seen", watch.Seen)),
        cancellationToken);

    public Task<IReadOnlyList<WatchReport>> ReadAsync(int latest, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<WatchReport>>(
        session =>
        [
            .. session.Query(SelectWatches, row => (Number: row.GetInt64(0), Watch: WatchRow(row), Matches: row.GetInt64(6))).Select(row => new WatchReport(
                row.Watch, row.Matches,
                session.Query(SelectLatest, match => new WatchMatch(match.GetString(0), match.GetInt64(1)), ("$watch", row.Number), ("$limit", latest)))),
        ],
        cancellationToken);

    public Task AdvanceAsync(string id, long seen, IReadOnlyList<WatchMatch> matches, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            // Removed meanwhile: what it found interests nobody.
            if (session.Number(SelectNumber, ("$id", id)) is not { } number) return false;
            var fresh = matches.Sum(match => session.Execute(InsertMatch, ("$watch", number), ("$added", match.DateAdded), ("$object", match.ObjectId)));
            return session.Execute(UpdateSeen, ("$watch", number), ("$seen", seen), ("$matches", fresh)) > 0;
        },
        cancellationToken);

    public Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute(DeleteWatch, ("$id", id)) > 0, cancellationToken);

    private static Watch WatchRow(SqliteDataReader row) => new(row.GetString(1), Guid.Parse(row.GetString(2)), row.GetString(3), row.Time(4), row.GetInt64(5));
}
