using Hotline.Hub.Tests;
using Hotline.TestData;

[assembly: AssemblyFixture(typeof(Enrolled))]

namespace Hotline.Hub.Tests;

/// <summary>Three members and a hub with keys. Made once, because opening a key file takes a while, on purpose.</summary>
public sealed class Enrolled : IDisposable
{
    public Enrolled() => (Alba, Borea, Cambria) = (new Party<Real>(Network, "alba"), new Party<Real>(Network, "borea"), new Party<Real>(Network, "cambria"));

    internal Network<Real> Network { get; } = new(default, "alba", "borea", "cambria");

    internal Party<Real> Alba { get; }

    internal Party<Real> Borea { get; }

    internal Party<Real> Cambria { get; }

    public void Dispose()
    {
        foreach (var party in (IDisposable[])[Alba, Borea, Cambria, Network]) party.Dispose();
    }
}
