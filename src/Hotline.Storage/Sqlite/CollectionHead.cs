using Hotline.Stores;

namespace Hotline.Storage.Sqlite;

/// <summary>How far a collection is.</summary>
/// <param name="Number">Of its places; 0 before its first object.</param>
/// <param name="Last">Last date given, in microseconds since 1970; never given again.</param>
/// <param name="Published">Last date that readers may see. Behind it lies what is being staged.</param>
/// <param name="Changes">Rises with every change.</param>
internal readonly record struct CollectionHead(long Number, long Last, long Published, long Changes)
{
    /// <summary>The place before its first.</summary>
    public long Start => ObjectPlace.Before(Number, null);

    /// <summary>Its last place that may be read.</summary>
    public long End => ObjectPlace.Of(Number, Published);

    /// <summary>Its last place of all.</summary>
    public long Limit => ObjectPlace.Of(Number, ObjectPlace.LatestDate);

    public bool IsStaging => Last > Published;

    /// <summary>Strictly rising, also when the clock went back: a reader that continues behind a date misses nothing.</summary>
    /// <exception cref="StoreException">The clock is beyond the year 2112.</exception>
    public CollectionHead WithNextDate(long now)
    {
        var next = Math.Max(now, Last + 1);
        return next is >= 0 and <= ObjectPlace.LatestDate ? this with { Last = next } : throw new StoreException("The clock shows no date that a collection can hold.");
    }
}

/// <summary>One collection in memory: its head as committed, its one writer, and who waits for it to change.</summary>
internal sealed class OpenCollection
{
    private TaskCompletionSource _next = NewSource();
    private readonly Lock _gate = new();
    private CollectionHead _head;

    /// <summary>Taken by whoever adds or removes, for as long as that takes: what is staged has the collection's end to itself.</summary>
    public SemaphoreSlim Writing { get; } = new(1);

    public CollectionHead Head
    {
        get
        {
            lock (_gate) return _head;
        }
    }

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set(CollectionHead head)
    {
        bool changed;
        lock (_gate)
        {
            changed = head.Changes != _head.Changes;
            _head = head;
        }

        if (changed) Interlocked.Exchange(ref _next, NewSource()).TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
