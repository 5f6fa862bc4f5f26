using Hotline.Cli.Terminals;
using Hotline.Evidence;
using Hotline.Hosting;

namespace Hotline.Cli.Rosters;

/// <summary>The rosters that a data directory keeps.</summary>
internal static class KeptRosters
{
    /// <returns>Null when it keeps none yet.</returns>
    /// <exception cref="RosterRefusedException">Those it keeps do not hold.</exception>
    public static RosterSeries? TryLoad(DataRoot root)
    {
        var folder = DataDirectory.Open(root.Path).Rosters;
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.roster").Any() ? new RosterFolder(folder).Load(root.Domain) : null;
    }

    /// <summary>Checks and keeps a roster where nothing runs: the same rules as in a running process.</summary>
    /// <exception cref="RosterRefusedException">It may not take effect.</exception>
    /// <exception cref="StartupException">A process that runs there has the lock.</exception>
    public static void Keep(DataRoot root, SignedRoster roster)
    {
        var directory = DataDirectory.Open(root.Path);
        using var exclusive = directory.Lock();
        if (TryLoad(root) is { } series) series.Add(roster);
        else RosterSeries.Begin(roster, root.Domain);
        new RosterFolder(directory.Rosters).Keep(roster);
    }
}
