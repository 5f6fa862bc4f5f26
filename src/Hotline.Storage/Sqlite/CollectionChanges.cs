using System.Collections.Immutable;
using Hotline.Collections;
using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>
/// Changes a collection for the one who holds it. What fits in a slice is one transaction. More is staged slice by slice behind the
/// published date, where no reader looks, and published by one row; whatever an interrupted addition left there is removed.
/// </summary>
internal sealed class CollectionChanges(SqliteDatabase database)
{
    /// <summary>Objects and bytes of a transaction: short enough that a message never waits noticeably behind it.</summary>
    private const int SliceObjects = 1000;

    private const int SliceBytes = 4 * 1024 * 1024;

    private const string SelectNumber = "SELECT coalesce(max(number), 0) + 1 FROM collection;";
    private const string InsertHead = "INSERT INTO collection (number, id, last, published, changes) VALUES ($number, $id, $last, $published, $changes);";
    private const string UpdateHead = "UPDATE collection SET last = $last, published = $published, changes = $changes WHERE number = $number;";
    private const string InsertDraft = """
        INSERT INTO draft (id, collection, status, recipients, content) VALUES ($id, $collection, $status, $recipients, $content);
        """;
    private const string SelectStaged = "SELECT place, object_id FROM object WHERE place > $end AND place <= $limit ORDER BY place LIMIT 1000;";
    private const string DeleteStagedOutcomes = "DELETE FROM outcome WHERE NOT EXISTS (SELECT 1 FROM status s WHERE s.id = outcome.status);";
    private const string DeleteStagedDrafts = "DELETE FROM draft WHERE message IS NULL AND NOT EXISTS (SELECT 1 FROM status s WHERE s.id = draft.status);";

    public async Task<AddStatus> AddAsync(OpenCollection collection, Addition addition, CancellationToken cancellationToken)
    {
        var slices = Slices(addition.Objects);
        var work = new Work(addition, []);
        try
        {
            for (var index = 0; index < slices.Count; index++)
            {
                var (slice, isLast) = (slices[index], index == slices.Count - 1);
                var head = collection.Head;
                var added = await database.WriteAsync(session => work.Add(session, head, slice, isLast), cancellationToken);
                work = added.Next;
                collection.Set(added.Head);
            }

            return work.Status;
        }
        catch
        {
            await CleanAsync(collection, addition.Collection);
            throw;
        }
    }

    /// <returns>Versions removed; null when there is no object of this id.</returns>
    public async Task<int?> RemoveAsync(OpenCollection collection, ObjectQuery query, CancellationToken cancellationToken)
    {
        var head = collection.Head;
        try
        {
            var (removed, next) = await database.WriteAsync<(int?, CollectionHead)>(
                session =>
                {
                    var writing = new ObjectWriting(session, head);
                    if (head.Number == 0 || !writing.Contains(query.Ids[0])) return (null, head);
                    var places = new List<long>();
                    ObjectReading.Read(session, query, head, withJson: false, row =>
                    {
                        places.Add(row.Number(0));
                        return true;
                    });
                    if (places.Count == 0) return (0, head);
                    writing.Remove(query.Ids[0], places);
                    var changed = head with { Changes = head.Changes + 1 };
                    Keep(session, changed);
                    return (places.Count, changed);
                },
                cancellationToken);
            collection.Set(next);
            return removed;
        }
        catch
        {
            await CleanAsync(collection, query.Collection);
            throw;
        }
    }

    /// <summary>Removes what was staged and never published.</summary>
    public CollectionHead Recover(CollectionHead head)
    {
        while (true)
        {
            var (isDone, next) = database.WriteAsync(session => RemoveStaged(session, head), CancellationToken.None).GetAwaiter().GetResult();
            if (isDone) return next;
        }
    }

    /// <summary>After a failure only the database can tell how far it came.</summary>
    private async Task CleanAsync(OpenCollection collection, Guid id)
    {
        try
        {
            var head = await database.ReadAsync(session => ObjectReading.HeadOf(session, id), CancellationToken.None);
            while (head.IsStaging)
            {
                var staged = head;
                var (isDone, next) = await database.WriteAsync(session => RemoveStaged(session, staged), CancellationToken.None);
                if (isDone) head = next;
            }

            collection.Set(head);
        }
        catch (StoreException)
        {
            // What is behind the published date stays unseen, and the next start removes it.
        }
    }

    private static (bool IsDone, CollectionHead Head) RemoveStaged(SqliteSession session, CollectionHead head)
    {
        var staged = session.Query(SelectStaged, row => (Place: row.GetInt64(0), Id: row.GetString(1)), ("$end", head.End), ("$limit", head.Limit));
        var writing = new ObjectWriting(session, head);
        foreach (var (place, id) in staged) writing.Remove(id, [place]);
        if (staged.Count > 0) return (false, head);
        session.Execute(DeleteStagedOutcomes);
        session.Execute(DeleteStagedDrafts);
        var clean = head with { Published = head.Last };
        Keep(session, clean);
        return (true, clean);
    }

    private static void Keep(SqliteSession session, CollectionHead head) => session.Execute(
        UpdateHead, ("$number", head.Number), ("$last", head.Last), ("$published", head.Published), ("$changes", head.Changes));

    private static List<ArraySegment<OfferedObject>> Slices(IReadOnlyList<OfferedObject> objects)
    {
        var all = objects as OfferedObject[] ?? [.. objects];
        var slices = new List<ArraySegment<OfferedObject>>();
        var (start, size) = (0, 0L);
        for (var index = 0; index < all.Length; index++)
        {
            if (index - start == SliceObjects || (index > start && size + all[index].Object.Raw.Length > SliceBytes))
            {
                slices.Add(new ArraySegment<OfferedObject>(all, start, index - start));
                (start, size) = (index, 0);
            }

            size += all[index].Object.Raw.Length;
        }

        slices.Add(new ArraySegment<OfferedObject>(all, start, all.Length - start));
        return slices;
    }

    private static string Text(Guid id) => id.ToString("D");

    /// <summary>One addition on its way through its slices. A slice changes nothing here, because a transaction may have to run again.</summary>
    /// <param name="Outcomes">Of the slices so far.</param>
    /// <param name="Part">Rows of outcomes so far.</param>
    private sealed record Work(Addition Addition, ImmutableList<IReadOnlyList<ObjectOutcome>> Outcomes, int Part = 0, int Drafts = 0, bool IsChanged = false)
    {
        public AddStatus Status => new(
            Addition.Status, Addition.Collection, DateTimeOffset.FromUnixTimeMilliseconds(Addition.At.Column()), [.. Outcomes.SelectMany(some => some)], new DraftProgress(Drafts, 0, 0));

        public (CollectionHead Head, Work Next) Add(SqliteSession session, CollectionHead head, ArraySegment<OfferedObject> slice, bool isLast)
        {
            if (head.Number == 0 && Addition.Objects.Count > 0) head = Open(session);
            var writing = new ObjectWriting(session, head);
            var travelling = new List<CollectionObject>();
            var outcomes = new List<ObjectOutcome>(slice.Count);
            var now = (Addition.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            foreach (var (offered, withheld, warnings) in slice)
            {
                var failure = writing.Add(offered, now, out var isNew);
                if (isNew && withheld is null) travelling.Add(offered);
                outcomes.Add(new ObjectOutcome(offered.ObjectId, offered.Version, failure, failure is null ? withheld : null, failure is null ? warnings : null));
            }

            if (isLast) outcomes.AddRange(Addition.Failures);
            var part = Part;
            StatusRows.KeepOutcomes(session, Addition.Status, outcomes, ref part);
            var drafts = KeepDrafts(session, travelling);
            if (isLast) StatusRows.Keep(session, Addition.Status, Addition.Collection, Addition.At);
            var isChanged = IsChanged || writing.Head.Last != head.Last;
            var next = writing.Head;
            if (isLast) next = next with { Published = next.Last, Changes = next.Changes + (isChanged ? 1 : 0) };
            if (next != head) CollectionChanges.Keep(session, next);
            return (next, this with { Outcomes = Outcomes.Add(outcomes), Part = part, Drafts = Drafts + drafts, IsChanged = isChanged });
        }

        private int KeepDrafts(SqliteSession session, List<CollectionObject> travelling)
        {
            var drafts = travelling.Count == 0 ? [] : Addition.MakeDrafts(travelling);
            foreach (var draft in drafts)
            {
                session.Execute(
                    InsertDraft, ("$id", Text(draft.Id)), ("$collection", Text(draft.Collection)), ("$status", Text(Addition.Status)),
                    ("$recipients", string.Join(' ', draft.To)), ("$content", draft.Content));
            }

            return drafts.Count;
        }

        private CollectionHead Open(SqliteSession session)
        {
            var number = session.Number(SelectNumber)!.Value;
            if (number > ObjectPlace.MaxCollections) throw new StoreException($"A node holds at most {ObjectPlace.MaxCollections} collections.");
            // Before the first date nothing is published.
            var head = new CollectionHead(number, -1, -1, 0);
            session.Execute(
                InsertHead, ("$number", head.Number), ("$id", Text(Addition.Collection)), ("$last", head.Last), ("$published", head.Published), ("$changes", head.Changes));
            return head;
        }
    }
}
