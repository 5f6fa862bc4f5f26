namespace Hotline.Cli.Patterns;

internal sealed record NewWatch(string Banner, string Id);

internal sealed record WatchList(string Banner, IReadOnlyList<WatchLine> Watches);

/// <param name="Matches">All so far.</param>
/// <param name="Latest">Newest first.</param>
internal sealed record WatchLine(string Id, string Collection, string Pattern, string Created, long Matches, IReadOnlyList<WatchMatchLine> Latest);

/// <param name="Object">Id of the observed data.</param>
/// <param name="Added">When the collection got it.</param>
internal sealed record WatchMatchLine(string Object, string Added);
