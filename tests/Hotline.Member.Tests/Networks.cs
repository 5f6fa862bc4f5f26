using Hotline.Cli.Rosters;
using Hotline.Member.Tests;
using Hotline.TestData;

[assembly: AssemblyFixture(typeof(Networks))]

namespace Hotline.Member.Tests;

/// <summary>
/// The states as they really talk, on their second roster, and two of them in an exercise with keys of its own.
/// Made once, because opening a key file takes a while, on purpose.
/// </summary>
public sealed class Networks : IDisposable
{
    public Networks()
    {
        Real.Advance(new RosterChanges([], [], [], Quorum: 3));
        (Alba, Borea, Cambria) = (new Party<Real>(Real, "alba"), new Party<Real>(Real, "borea"), new Party<Real>(Real, "cambria"));
        (DrillingAlba, DrillingCambria) = (new Party<Exercise>(Drill, "alba"), new Party<Exercise>(Drill, "cambria"));
    }

    internal Network<Real> Real { get; } = new(default, "alba", "borea", "cambria");

    internal Network<Exercise> Drill { get; } = new(new Exercise("autumn"), "alba", "cambria");

    internal Party<Real> Alba { get; }

    internal Party<Real> Borea { get; }

    internal Party<Real> Cambria { get; }

    internal Party<Exercise> DrillingAlba { get; }

    internal Party<Exercise> DrillingCambria { get; }

    public void Dispose()
    {
        foreach (var party in (IDisposable[])[Alba, Borea, Cambria, DrillingAlba, DrillingCambria, Real, Drill]) party.Dispose();
    }
}
