namespace Hotline.Collections;

/// <summary>A STIX pattern that is matched against every observation that a collection gets.</summary>
/// <param name="Id">Names it to people.</param>
/// <param name="Seen">Date added of the last object looked at, in microseconds since 1970; -1 for none.</param>
public sealed record Watch(string Id, Guid Collection, string Pattern, DateTimeOffset CreatedAt, long Seen);

/// <param name="ObjectId">Of the observed data.</param>
/// <param name="DateAdded">Microseconds since 1970.</param>
public sealed record WatchMatch(string ObjectId, long DateAdded);

/// <param name="Matches">All so far.</param>
/// <param name="Latest">The latest of them, newest first.</param>
public sealed record WatchReport(Watch Watch, long Matches, IReadOnlyList<WatchMatch> Latest);
