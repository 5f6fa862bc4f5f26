namespace Hotline.Cli.Operations;

/// <summary>What runs on a data directory.</summary>
/// <param name="Banner">Empty for real traffic.</param>
/// <param name="Role"><c>hub</c> or <c>node</c>.</param>
internal sealed record RunningStatus(
    string Banner, string Name, string Role, string Domain, string Version, string Started, ulong RosterNumber, string RosterHash, string LogOrigin,
    ulong LogSize, IReadOnlyList<RouteLine> Routes, IReadOnlyList<CountLine> Counts);

/// <param name="State"><c>connected</c>, <c>connecting</c>, or why not.</param>
internal sealed record RouteLine(string Peer, string State, string LastHeard);

internal sealed record CountLine(string Name, long Value);
