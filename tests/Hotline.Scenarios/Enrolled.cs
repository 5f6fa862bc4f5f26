using Hotline.Scenarios;
using Hotline.TestData;

[assembly: AssemblyFixture(typeof(Enrolled))]
// One roster names one hub address, and a scenario wants the machine to itself.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Hotline.Scenarios;

/// <summary>A hub and two members with keys. Made once, because keys take a while, on purpose.</summary>
public sealed class Enrolled : IDisposable
{
    internal Network<Real> Network { get; } = new(default, "alba", "borea");

    public void Dispose() => Network.Dispose();
}
