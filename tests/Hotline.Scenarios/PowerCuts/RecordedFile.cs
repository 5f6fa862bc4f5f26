namespace Hotline.Scenarios.PowerCuts;

/// <summary>What a power cut does to changes that no sync covers.</summary>
internal enum Loss
{
    /// <summary>All of them are gone.</summary>
    Everything,

    /// <summary>Some are there, some are not, whatever came first.</summary>
    SomeWrites,

    /// <summary>Some sectors of some are there.</summary>
    SomeSectors,

    /// <summary>All of them are there, as after a kill.</summary>
    Nothing,
}

/// <summary>A file on a disk that keeps for sure only what was synced.</summary>
internal sealed class RecordedFile(byte[] content)
{
    /// <summary>What a disk writes whole or not at all, in bytes.</summary>
    private const int Sector = 512;

    private readonly List<Change> _pending = [];
    private byte[] _synced = content;
    private int _length = content.Length;
    private int _syncedChanges;

    /// <summary>Changes so far that no sync covers.</summary>
    public int Pending => _pending.Count;

    /// <summary>Changes so far, synced or not.</summary>
    public int Changes => _syncedChanges + _pending.Count;

    public void Write(long offset, ReadOnlyMemory<byte> bytes) => _pending.Add(new Change(offset, bytes, IsResize: false));

    public void Resize(long size) => _pending.Add(new Change(size, default, IsResize: true));

    /// <summary>The first so many of all changes are on the disk for sure: those that were there when the sync began. Another may have synced them meanwhile.</summary>
    public void Sync(int changes)
    {
        var covered = Math.Max(0, changes - _syncedChanges);
        foreach (var change in _pending.Take(covered)) Apply(change);
        _pending.RemoveRange(0, covered);
        _syncedChanges += covered;
    }

    /// <summary>Its content after the power was cut.</summary>
    public byte[] Cut(Loss loss, Dice dice)
    {
        var after = new RecordedFile(_synced[.._length]);
        foreach (var change in _pending)
        {
            if (loss == Loss.Everything || (loss != Loss.Nothing && dice.OneIn(2))) continue;
            if (loss == Loss.SomeSectors && !change.IsResize) after.ApplySectors(change, dice);
            else after.Apply(change);
        }

        return after._synced[..after._length];
    }

    /// <summary>Its content as the running process sees it.</summary>
    public byte[] Live()
    {
        var live = new RecordedFile(_synced[.._length]);
        foreach (var change in _pending) live.Apply(change);
        return live._synced[..live._length];
    }

    private void ApplySectors(Change change, Dice dice)
    {
        for (var at = change.Offset; at < change.Offset + change.Bytes.Length;)
        {
            var end = Math.Min(((at / Sector) + 1) * Sector, change.Offset + change.Bytes.Length);
            if (!dice.OneIn(2)) Apply(new Change(at, change.Bytes[(int)(at - change.Offset)..(int)(end - change.Offset)], IsResize: false));
            at = end;
        }
    }

    private void Apply(Change change)
    {
        var end = (int)(change.Offset + change.Bytes.Length);
        if (change.IsResize && end < _length) Array.Clear(_synced, end, _length - end);
        if (end > _synced.Length) Array.Resize(ref _synced, Math.Max(end, 2 * _synced.Length));
        _length = change.IsResize ? end : Math.Max(_length, end);
        change.Bytes.Span.CopyTo(_synced.AsSpan((int)change.Offset));
    }

    private readonly record struct Change(long Offset, ReadOnlyMemory<byte> Bytes, bool IsResize);
}
