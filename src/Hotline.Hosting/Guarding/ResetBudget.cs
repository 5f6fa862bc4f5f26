namespace Hotline.Hosting.Guarding;

/// <summary>
/// How often a peer may begin a request and break it off again. Each costs the peer two small frames and the server a whole call, so a peer
/// that does nothing else loses its connection (CVE-2023-44487).
/// </summary>
internal sealed class ResetBudget
{
    /// <summary>Broken off in one <see cref="Window"/>. A node breaks off a handful when it stops.</summary>
    public const int Most = 200;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _counting = new();
    private long _since = long.MinValue;
    private int _count;

    /// <returns>True once, when the budget is used up.</returns>
    public bool IsUsedUpBy(TimeProvider clock)
    {
        lock (_counting)
        {
            var now = clock.GetTimestamp();
            if (_since == long.MinValue || clock.GetElapsedTime(_since, now) > Window) (_since, _count) = (now, 0);
            return ++_count == Most;
        }
    }
}
