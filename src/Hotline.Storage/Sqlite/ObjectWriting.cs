using Hotline.Collections;

namespace Hotline.Storage.Sqlite;

/// <summary>Adds and removes single objects within a transaction, and keeps the marks on each object's last and first version.</summary>
internal sealed class ObjectWriting(SqliteSession session, CollectionHead head)
{
    // Both walk the index from its end, so that many versions of one object cost no more than two.
    private const string SelectLast = """
        SELECT place, spec_version, instant FROM object INDEXED BY object_version WHERE object_id = $id AND place > $start AND place <= $limit
        ORDER BY spec_version DESC, instant DESC, place DESC LIMIT 1;
        """;
    private const string SelectFirst = """
        SELECT place, instant FROM object INDEXED BY object_version WHERE object_id = $id AND spec_version = $spec AND place > $start AND place <= $limit
        ORDER BY instant, place LIMIT 1;
        """;
    private const string SelectSame = """
        SELECT version, raw FROM object INDEXED BY object_version
        WHERE object_id = $id AND spec_version = $spec AND instant = $instant AND place > $start AND place <= $limit;
        """;
    private const string InsertObject = """
        INSERT INTO object (place, object_id, version, instant, type, spec_version, last, first, raw)
        VALUES ($place, $id, $version, $instant, $type, $spec, $last, $first, $raw);
        """;
    private const string MarkLast = "UPDATE object SET last = $mark WHERE place = $place AND last <> $mark;";
    private const string MarkFirst = "UPDATE object SET first = $mark WHERE place = $place AND first <> $mark;";
    private const string DeleteObject = "DELETE FROM object WHERE place = $place;";

    private CollectionHead _head = head;

    public CollectionHead Head => _head;

    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="isNew">Whether it was stored now.</param>
    /// <returns>Why it was not stored, or null.</returns>
    public string? Add(CollectionObject offered, long now, out bool isNew)
    {
        isNew = false;
        var instant = offered.VersionInstant ?? 0;
        var last = LastOf(offered.ObjectId);
        if (last is not null && SameVersion(offered, instant) is { } isEqual)
            return isEqual ? null : "another object with this id and version is stored already, and versions never change";
        _head = _head.WithNextDate(now);
        var place = ObjectPlace.Of(_head.Number, _head.Last);
        var (isLast, isFirst) = (true, true);
        if (last is { } latest)
        {
            var bySpec = string.CompareOrdinal(offered.SpecVersion, latest.Spec);
            var first = FirstOf(offered.ObjectId, latest.Spec)!.Value;
            // What is added later comes later where the instants are equal, as the place does.
            isLast = bySpec > 0 || (bySpec == 0 && instant >= latest.Instant);
            isFirst = bySpec > 0 || (bySpec == 0 && instant < first.Instant);
            if (isLast) Mark(MarkLast, latest.Place, 0);
            if (isFirst) Mark(MarkFirst, first.Place, 0);
        }

        session.Raw(InsertObject).Bind("$place", place).Bind("$id", offered.ObjectId).Bind("$version", offered.Version).Bind("$instant", instant)
            .Bind("$type", offered.Type).Bind("$spec", offered.SpecVersion).Bind("$last", isLast ? 1 : 0).Bind("$first", isFirst ? 1 : 0)
            .Bind("$raw", offered.Raw.Span).Run();
        isNew = true;
        return null;
    }

    public bool Contains(string objectId) => LastOf(objectId) is not null;

    public void Remove(string objectId, IEnumerable<long> places)
    {
        foreach (var place in places) session.Raw(DeleteObject).Bind("$place", place).Run();
        if (LastOf(objectId) is not { } last) return;
        Mark(MarkLast, last.Place, 1);
        Mark(MarkFirst, FirstOf(objectId, last.Spec)!.Value.Place, 1);
    }

    private bool? SameVersion(CollectionObject offered, long instant)
    {
        var statement = About(SelectSame, offered.ObjectId).Bind("$spec", offered.SpecVersion).Bind("$instant", instant);
        try
        {
            // Times beyond microseconds are told apart by their text.
            while (statement.Step())
                if (statement.Optional(0) == offered.Version) return statement.Bytes(1).SequenceEqual(offered.Raw.Span);
            return null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private (long Place, string Spec, long Instant)? LastOf(string objectId)
    {
        var statement = About(SelectLast, objectId);
        (long, string, long)? last = statement.Step() ? (statement.Number(0), statement.Text(1), statement.Number(2)) : null;
        statement.Reset();
        return last;
    }

    private (long Place, long Instant)? FirstOf(string objectId, string spec)
    {
        var statement = About(SelectFirst, objectId).Bind("$spec", spec);
        (long, long)? first = statement.Step() ? (statement.Number(0), statement.Number(1)) : null;
        statement.Reset();
        return first;
    }

    private RawStatement About(string statement, string objectId) => session.Raw(statement).Bind("$id", objectId).Bind("$start", _head.Start).Bind("$limit", _head.Limit);

    private void Mark(string statement, long place, long mark) => session.Raw(statement).Bind("$place", place).Bind("$mark", mark).Run();
}
