using Hotline.Node.Tests;
using Hotline.TestData;

[assembly: AssemblyFixture(typeof(Enrolled))]

namespace Hotline.Node.Tests;

/// <summary>Members and hubs with keys. Made once, because keys take a while, on purpose.</summary>
public sealed class Enrolled : IDisposable
{
    internal Network<Real> Network { get; } = new(default, "alba", "borea");

    /// <summary>For tests that stop and start: a roster names its hub's address, which only one can have at a time.</summary>
    internal Network<Real> Second { get; } = new(default, "alba", "borea");

    internal Network<Real> Third { get; } = new(default, "alba", "borea", "cambria");

    public void Dispose()
    {
        Third.Dispose();
        Network.Dispose();
        Second.Dispose();
    }
}
