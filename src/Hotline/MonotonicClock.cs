namespace Hotline;

/// <summary>Times for leaves and checkpoints: whole milliseconds that never go back while the process lives, whatever the clock does.</summary>
public sealed class MonotonicClock(TimeProvider clock, DateTimeOffset notBefore = default)
{
    private long _last = notBefore.ToUnixTimeMilliseconds();

    public DateTimeOffset GetUtcNow()
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long last;
        do
        {
            last = Interlocked.Read(ref _last);
            if (now <= last) return DateTimeOffset.FromUnixTimeMilliseconds(last);
        }
        while (Interlocked.CompareExchange(ref _last, now, last) != last);
        return DateTimeOffset.FromUnixTimeMilliseconds(now);
    }
}
