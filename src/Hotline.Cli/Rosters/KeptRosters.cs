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
        return HasAny(folder) ? new RosterFolder(folder).Load(root.Domain) : null;
    }

    /// <summary>The series in a folder, of whatever domain its first roster is.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="RosterRefusedException">They do not hold.</exception>
    public static RosterSeries? TryLoadFolder(string folder)
    {
        if (!HasAny(folder)) return null;
        var first = SignedRoster.Parse(File.ReadAllBytes(Path.Combine(folder, "0001.roster")));
        return new RosterFolder(folder).Load(first.Roster.Domain);
    }

    /// <exception cref="RosterRefusedException">There is none, or they do not hold.</exception>
    public static RosterSeries LoadFolder(string folder) =>
        TryLoadFolder(folder) ?? throw new RosterRefusedException($"There is no 0001.roster in {folder}: name a folder of signed rosters.");

    private static bool HasAny(string folder) => File.Exists(Path.Combine(folder, "0001.roster"));

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
