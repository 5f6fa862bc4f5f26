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

/// <param name="Sha256">Of the file, hexadecimal.</param>
internal sealed record BackupAnswer(string Banner, string File, long Bytes, string Sha256);

/// <param name="Files">How many were proven and put in place.</param>
/// <param name="Next">The command that starts it.</param>
internal sealed record RestoreAnswer(string Banner, string Directory, int Files, string Next);
