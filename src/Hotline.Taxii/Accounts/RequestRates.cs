using System.Collections.Concurrent;

namespace Hotline.Taxii.Accounts;

/// <summary>How often each of many may do something: so many at once, then so many a second.</summary>
/// <param name="perSecond">Null for without limit.</param>
/// <param name="burst">At once.</param>
internal sealed class RequestRates<TKey>(double? perSecond, double burst, TimeProvider clock)
    where TKey : notnull
{
    /// <summary>More are not remembered: those that could do everything again are forgotten first.</summary>
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<TKey, Bucket> _buckets = new();

    /// <summary>Takes one, if there is one.</summary>
    /// <returns>How long to wait for one; null when it was taken.</returns>
    public TimeSpan? Take(TKey key)
    {
        if (perSecond is not { } rate) return null;
        if (_buckets.Count >= Capacity) Forget(rate);
        var bucket = _buckets.GetOrAdd(key, _ => new Bucket(burst, clock.GetTimestamp()));
        lock (bucket)
        {
            Fill(bucket, rate);
            if (bucket.Left < 1) return TimeSpan.FromSeconds((1 - bucket.Left) / rate);
            bucket.Left--;
            return null;
        }
    }

    /// <summary>How long to wait for one, without taking it.</summary>
    public TimeSpan? Ask(TKey key)
    {
        if (perSecond is not { } rate || !_buckets.TryGetValue(key, out var bucket)) return null;
        lock (bucket)
        {
            Fill(bucket, rate);
            return bucket.Left < 1 ? TimeSpan.FromSeconds((1 - bucket.Left) / rate) : null;
        }
    }

    private void Fill(Bucket bucket, double rate)
    {
        bucket.Left = Math.Min(burst, bucket.Left + (clock.GetElapsedTime(bucket.At).TotalSeconds * rate));
        bucket.At = clock.GetTimestamp();
    }

    private void Forget(double rate)
    {
        foreach (var (key, bucket) in _buckets)
        {
            lock (bucket)
            {
                Fill(bucket, rate);
                if (bucket.Left < burst) continue;
            }

            _buckets.TryRemove(key, out _);
        }
    }

    private sealed class Bucket(double left, long at)
    {
        public double Left { get; set; } = left;

        public long At { get; set; } = at;
    }
}
