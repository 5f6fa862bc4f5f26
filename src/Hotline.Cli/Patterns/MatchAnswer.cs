namespace Hotline.Cli.Patterns;

/// <summary>Answer of <c>match</c>.</summary>
/// <param name="Observations">How many observed-data objects the files hold.</param>
/// <param name="Matched">Those that match together; empty when there are none.</param>
internal sealed record MatchAnswer(bool Matches, int Observations, IReadOnlyList<MatchedObservation> Matched);

internal sealed record MatchedObservation(string Id, string FirstObserved, string LastObserved, long NumberObserved);
