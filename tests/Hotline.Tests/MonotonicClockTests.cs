using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests;

public sealed class MonotonicClockTests
{
    [Fact]
    public void Time_never_goes_back_when_the_clock_does()
    {
        var monotonic = new MonotonicClock(new Backwards());

        var first = monotonic.GetUtcNow();
        var second = monotonic.GetUtcNow();

        second.Should().Be(first);
    }

    [Fact]
    public void It_starts_no_earlier_than_the_last_time_of_the_run_before()
    {
        var monotonic = new MonotonicClock(new FakeTimeProvider(AnOrigin.Noon.AddDays(-1)), notBefore: AnOrigin.Noon);

        monotonic.GetUtcNow().Should().Be(AnOrigin.Noon);
    }

    private sealed class Backwards : TimeProvider
    {
        private DateTimeOffset _next = AnOrigin.Noon;

        public override DateTimeOffset GetUtcNow() => _next = _next.AddHours(-1);
    }
}
