using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>Which versions of the specification a query keeps.</summary>
internal enum SpecChoice
{
    /// <summary>The latest of each object.</summary>
    Latest,
    Only21,
    Only20,
    Both,
    Nothing,
}

/// <summary>
/// The statements that read objects, put together from parts of which none holds a value: each walks one index in the order of places, so
/// that a page costs what it holds and not what the collection holds.
/// </summary>
internal static class ObjectStatements
{
    public const string Named = "o.place, o.object_id, o.version, o.spec_version, o.type, o.instant";
    public const string Whole = Named + ", o.raw";
    public const string PlaceOnly = "o.place";

    public const string Range = "NOT INDEXED WHERE o.place > $from AND o.place <= $to";
    public const string LastMark = "INDEXED BY object_last WHERE o.last = 1 AND o.place > $from AND o.place <= $to";
    public const string FirstMark = "INDEXED BY object_first WHERE o.first = 1 AND o.place > $from AND o.place <= $to";
    public const string OfType = "INDEXED BY object_type WHERE o.type = $type AND o.place > $from AND o.place <= $to";
    public const string OfInstant = "INDEXED BY object_instant WHERE o.instant = $instant AND o.place > $from AND o.place <= $to";
    public const string Old = "INDEXED BY object_old WHERE o.spec_version <> '2.1' AND o.spec_version = '2.0' AND o.place > $from AND o.place <= $to";
    public const string OfId = """
        INDEXED BY object_version WHERE o.object_id = $id AND o.place > $from AND o.place <= $to
            AND ($types IS NULL OR o.type IN (SELECT value FROM json_each($types)))
        """;

    private const string NoOther = "NOT EXISTS (SELECT 1 FROM object x INDEXED BY object_version WHERE x.object_id = o.object_id AND x.place > $since AND x.place <= $to AND ";
    private const string NoLaterSpec = "(o.spec_version = '2.1' OR " + NoOther + "x.spec_version > o.spec_version))";
    private const string Last = "(o.last = 1 OR " + NoOther + "(x.spec_version, x.instant, x.place) > (o.spec_version, o.instant, o.place)))";
    private const string LastOf20 = NoOther + "x.spec_version = '2.0' AND (x.instant, x.place) > (o.instant, o.place))";
    private const string LastOfBoth = NoOther + "(x.instant, x.place) > (o.instant, o.place))";
    private const string First = "(o.first = 1 OR (" + NoOther + "x.spec_version = o.spec_version AND (x.instant, x.place) < (o.instant, o.place)) AND " + NoOther + "x.spec_version > o.spec_version)))";
    private const string FirstOf20 = NoOther + "x.spec_version = '2.0' AND (x.instant, x.place) < (o.instant, o.place))";
    private const string FirstOfBoth = NoOther + "(x.instant, x.place) < (o.instant, o.place))";
    private const string OfInstants = "(o.instant IN (SELECT value FROM json_each($instants))";

    public const string ByPlace = "SELECT " + Whole + " FROM object o WHERE o.place = $place;";
    public const string ByPlaceWithoutJson = "SELECT " + Named + " FROM object o WHERE o.place = $place;";

    /// <param name="source">Where to look, in order of places.</param>
    /// <param name="visible">What to keep of it.</param>
    public static string Select(string columns, string source, string visible) => $"SELECT {columns} FROM object o {source} AND {visible} ORDER BY o.place LIMIT $limit;";

    /// <param name="isWhole">Every published version counts, so that the marks tell the last and the first.</param>
    public static string Visible(VersionFilter versions, SpecChoice spec, bool isWhole)
    {
        var kept = spec switch { SpecChoice.Only21 => "o.spec_version = '2.1' AND ", SpecChoice.Only20 => "o.spec_version = '2.0' AND ", _ => "" };
        if (versions.IsAll) return kept + (spec == SpecChoice.Latest ? NoLaterSpec : "1");
        var choices = new List<string>();
        if (versions.Last) choices.Add(spec switch { SpecChoice.Only20 => LastOf20, SpecChoice.Both => LastOfBoth, _ => isWhole ? "o.last = 1" : Last });
        if (versions.First) choices.Add(spec switch { SpecChoice.Only20 => FirstOf20, SpecChoice.Both => FirstOfBoth, _ => isWhole ? "o.first = 1" : First });
        if (!versions.Instants.IsEmpty) choices.Add(OfInstants + (spec == SpecChoice.Latest ? " AND " + NoLaterSpec : "") + ")");
        return kept + "(" + string.Join(" OR ", choices) + ")";
    }
}
