using System.Text.Json;
using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>Runs one query: by one statement where one index gives the order, else by merging the places that several give.</summary>
internal static class ObjectReading
{
    private const string SelectHead = "SELECT number, last, published, changes FROM collection WHERE id = $id;";

    /// <summary>Head and objects of one moment: with an older head a reader could miss both an object's last version and the one before.</summary>
    public static T InOneMoment<T>(SqliteSession session, Guid collection, Func<CollectionHead, T> read)
    {
        session.Raw("BEGIN;").Run();
        var result = read(HeadOf(session, collection));
        session.Raw("COMMIT;").Run();
        return result;
    }

    public static CollectionHead HeadOf(SqliteSession session, Guid collection)
    {
        var statement = session.Raw(SelectHead).Bind("$id", collection.ToString("D"));
        var head = statement.Step() ? new CollectionHead(statement.Number(0), statement.Number(1), statement.Number(2), statement.Number(3)) : default;
        statement.Reset();
        return head;
    }

    /// <param name="withJson">Also column 6, the object's JSON.</param>
    /// <param name="take">Takes a row of <see cref="ObjectStatements.Whole"/>; false ends the page behind it.</param>
    /// <returns>Whether more follow.</returns>
    public static bool Read(SqliteSession session, ObjectQuery query, CollectionHead head, bool withJson, Func<RawStatement, bool> take)
    {
        var spec = SpecOf(query.SpecVersions);
        if (head.Number == 0 || spec == SpecChoice.Nothing) return false;
        var values = new Values(query, head);
        var isWhole = query.AddedAfter is null && !head.IsStaging;
        var visible = ObjectStatements.Visible(query.Versions, spec, isWhole);
        var sources = SourcesOf(query, spec, isWhole).ToList();
        if (sources is [var only])
        {
            var columns = withJson ? ObjectStatements.Whole : ObjectStatements.Named;
            return Walk(values.Bind(session.Raw(ObjectStatements.Select(columns, only.Text, visible)), only), query.Limit, take);
        }

        return Merge(session, query.Limit, withJson, values, visible, sources, take);
    }

    private static bool Walk(RawStatement statement, int limit, Func<RawStatement, bool> take)
    {
        try
        {
            for (var count = 0; count < limit; count++)
            {
                if (!statement.Step()) return false;
                if (!take(statement)) break;
            }

            return statement.Step();
        }
        finally
        {
            statement.Reset();
        }
    }

    private static bool Merge(
        SqliteSession session, int limit, bool withJson, Values values, string visible, List<Source> sources, Func<RawStatement, bool> take)
    {
        var places = new SortedSet<long>();
        foreach (var source in sources)
        {
            var statement = values.Bind(session.Raw(ObjectStatements.Select(ObjectStatements.PlaceOnly, source.Text, visible)), source);
            while (statement.Step()) places.Add(statement.Number(0));
            statement.Reset();
            while (places.Count > limit + 1L) places.Remove(places.Max);
        }

        var byPlace = session.Raw(withJson ? ObjectStatements.ByPlace : ObjectStatements.ByPlaceWithoutJson);
        var taken = 0;
        foreach (var place in places)
        {
            if (taken == limit) return true;
            byPlace.Bind("$place", place).Step();
            taken++;
            var goesOn = take(byPlace);
            byPlace.Reset();
            if (!goesOn) return taken < places.Count;
        }

        return false;
    }

    private static IEnumerable<Source> SourcesOf(ObjectQuery query, SpecChoice spec, bool isWhole)
    {
        if (query.Ids.Count > 0) return query.Ids.Select(id => new Source(ObjectStatements.OfId, "$id", id));
        if (query.Types.Count > 0) return query.Types.Select(type => new Source(ObjectStatements.OfType, "$type", type));
        if (spec == SpecChoice.Only20) return [new Source(ObjectStatements.Old)];
        var marked = isWhole && spec is (SpecChoice.Latest or SpecChoice.Only21);
        if (query.Versions is { IsAll: false, Last: true, First: false, Instants.IsEmpty: true }) return [new Source(marked ? ObjectStatements.LastMark : ObjectStatements.Range)];
        if (query.Versions is { IsAll: false, Last: false, First: true, Instants.IsEmpty: true }) return [new Source(marked ? ObjectStatements.FirstMark : ObjectStatements.Range)];
        return query.Versions is { IsAll: false, Last: false, First: false }
            ? query.Versions.Instants.Select(instant => new Source(ObjectStatements.OfInstant, Instant: instant))
            : [new Source(ObjectStatements.Range)];
    }

    private static SpecChoice SpecOf(IReadOnlyList<string> versions) => (versions.Count, versions.Contains("2.1"), versions.Contains("2.0")) switch
    {
        (0, _, _) => SpecChoice.Latest,
        (_, true, true) => SpecChoice.Both,
        (_, true, false) => SpecChoice.Only21,
        (_, false, true) => SpecChoice.Only20,
        _ => SpecChoice.Nothing,
    };

    private readonly record struct Source(string Text, string? Name = null, string? Value = null, long Instant = 0);

    private sealed class Values(ObjectQuery query, CollectionHead head)
    {
        private readonly long _since = ObjectPlace.Before(head.Number, query.AddedAfter);
        private readonly string? _types = query.Ids.Count > 0 && query.Types.Count > 0 ? ListOf(query.Types) : null;
        private readonly string _instants = "[" + string.Join(',', query.Versions.Instants) + "]";

        public RawStatement Bind(RawStatement statement, Source source)
        {
            statement.Bind("$since", _since).Bind("$from", Math.Max(_since, ObjectPlace.Before(head.Number, query.After?.DateAdded))).Bind("$to", head.End)
                .Bind("$limit", query.Limit + 1L).Bind("$types", _types).Bind("$instants", _instants).Bind("$instant", source.Instant);
            return source.Name is { } name ? statement.Bind(name, source.Value) : statement;
        }

        private static string ListOf(IReadOnlyList<string> values) => "[" + string.Join(',', values.Select(value => "\"" + JsonEncodedText.Encode(value) + "\"")) + "]";
    }
}
