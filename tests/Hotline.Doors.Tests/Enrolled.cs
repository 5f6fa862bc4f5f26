using Hotline.Doors.Tests;
using Hotline.TestData;

// Counters are the process's: what one row counts must not be another's.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Enrolled))]

namespace Hotline.Doors.Tests;

/// <summary>Members and a hub with keys, and a stranger of another network. Made once, because keys take a while, on purpose.</summary>
public sealed class Enrolled : IDisposable
{
    private readonly Network<Real> _elsewhere = new(default, "alba");

    public Enrolled()
    {
        (Alba, Borea, Cambria) = (new Party<Real>(Network, "alba"), new Party<Real>(Network, "borea"), new Party<Real>(Network, "cambria"));
        Stranger = new Party<Real>(_elsewhere, "alba");
    }

    internal Network<Real> Network { get; } = new(default, "alba", "borea", "cambria");

    internal Party<Real> Alba { get; }

    internal Party<Real> Borea { get; }

    internal Party<Real> Cambria { get; }

    /// <summary>Calls itself alba, with keys that are on no roster here.</summary>
    internal Party<Real> Stranger { get; }

    public void Dispose()
    {
        foreach (var party in (IDisposable[])[Alba, Borea, Cambria, Stranger, Network, _elsewhere]) party.Dispose();
    }
}
