using Hotline.Rosters;

namespace Hotline.Evidence;

/// <summary>The series of rosters in force in a running process. Readers take <see cref="Current"/> anew for each decision.</summary>
public sealed class RosterBook(RosterSeries series, RosterFolder folder)
{
    private readonly Lock _import = new();
    private volatile RosterSeries _series = series;

    public RosterSeries Series => _series;

    public Roster Current => _series.Current;

    /// <summary>Checks, keeps and puts in force.</summary>
    /// <exception cref="RosterRefusedException">It may not take effect: nothing changed.</exception>
    public void Import(SignedRoster next)
    {
        lock (_import)
        {
            var extended = _series.Add(next);
            folder.Keep(next);
            _series = extended;
        }
    }
}
