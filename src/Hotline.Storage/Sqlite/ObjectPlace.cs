namespace Hotline.Storage.Sqlite;

/// <summary>
/// Where an object stands in its table: the collection's number in the upper 11 bits of the row's key, its date in microseconds below.
/// So a collection lies in one piece in the order in which it is read, and every index ends in that order too, at no cost.
/// </summary>
internal static class ObjectPlace
{
    private const int DateBits = 52;

    /// <summary>The last date that fits: in the year 2112.</summary>
    public const long LatestDate = (1L << DateBits) - 1;

    /// <summary>Most collections of a node.</summary>
    public const int MaxCollections = (1 << 11) - 1;

    public static long Of(long collection, long date) => (collection << DateBits) + date;

    /// <summary>The place before every object added after a date, which may be any.</summary>
    public static long Before(long collection, long? addedAfter) => (collection << DateBits) + Math.Clamp(addedAfter ?? -1, -1, LatestDate);

    public static long DateOf(long place) => place & LatestDate;
}
