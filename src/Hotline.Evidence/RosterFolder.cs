using System.Globalization;

namespace Hotline.Evidence;

/// <summary>Where a hub or node keeps its series of rosters: one signed note a file, <c>0001.roster</c> and so on, never overwritten.</summary>
public sealed class RosterFolder(string path)
{
    private const string Ending = ".roster";

    /// <exception cref="RosterRefusedException">No roster here, a number is missing, or one does not follow the one before.</exception>
    public RosterSeries Load(string domain)
    {
        if (!File.Exists(PathOf(1))) throw new RosterRefusedException($"There is no roster in {path}: import one with 'hotline roster import FILE'.");
        // A gap must not end the series: the rosters behind it may revoke keys.
        var last = Directory.EnumerateFiles(path, "*" + Ending).Max(NumberOf);
        var series = RosterSeries.Begin(Read(1), domain);
        for (ulong number = 2; number <= last; number++) series = series.Add(Read(number));
        return series;
    }

    /// <summary>Keeps a roster durably; one that is kept already is left alone.</summary>
    /// <exception cref="RosterRefusedException">Another roster of that number is kept.</exception>
    public void Keep(SignedRoster roster)
    {
        Directory.CreateDirectory(path);
        var target = PathOf(roster.Roster.Number);
        if (File.Exists(target))
        {
            if (Read(roster.Roster.Number).Roster.Hash == roster.Roster.Hash) return;
            throw new RosterRefusedException($"Another roster {roster.Roster.Number} is kept in {path}: two rosters of one number are a fork, tell the other members.");
        }

        var unfinished = target + ".tmp";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write(roster.Note.Span);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, target);
        // The name is durable only with its directory; .NET opens no directories, so the file is synced again under its name,
        // which on ext4, XFS and Btrfs carries the rename. A crash before that is safe: import is repeated.
        using var named = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        named.Flush(flushToDisk: true);
    }

    private SignedRoster Read(ulong number)
    {
        try
        {
            return SignedRoster.Parse(File.ReadAllBytes(PathOf(number)));
        }
        catch (FileNotFoundException missing)
        {
            throw new RosterRefusedException($"{Path.GetFileName(PathOf(number))} is missing in {path}, where later rosters are: import it again.", missing);
        }
    }

    // Files of other names are not the series'.
    private ulong NumberOf(string file) =>
        ulong.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && PathOf(number) == file ? number : 0;

    private string PathOf(ulong number) => Path.Combine(path, number.ToString("D4", CultureInfo.InvariantCulture) + Ending);
}
