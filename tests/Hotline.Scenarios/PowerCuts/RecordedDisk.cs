namespace Hotline.Scenarios.PowerCuts;

/// <summary>
/// The files of one directory on a disk that keeps for sure only what was synced: content by a sync of the file, names by a sync of
/// their directory. Names that were not synced are lost from the last one backwards, as file systems with a journal do.
/// </summary>
internal sealed class RecordedDisk
{
    private readonly Dictionary<string, RecordedFile> _live = [];
    private readonly Dictionary<string, RecordedFile> _synced = [];
    private readonly Dictionary<ulong, RecordedFile> _byInode = [];
    private readonly Dictionary<ulong, string> _directories = [];
    private readonly List<(int Number, string Directory, Action<Dictionary<string, RecordedFile>> Change)> _names = [];
    private int _nameChanges;
    private readonly Dictionary<uint, (ulong Inode, int Changes)> _syncing = [];

    /// <summary>With everything that lies in the directory now, all of it synced.</summary>
    public RecordedDisk(string directory)
    {
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".sock", StringComparison.Ordinal)))
            _live[path] = _synced[path] = new RecordedFile(File.ReadAllBytes(path));
    }

    /// <summary>Files that a process has now, by path.</summary>
    public IReadOnlyDictionary<string, RecordedFile> Live => _live;

    public void Replay(RecordedCall call)
    {
        switch (call.Call)
        {
            case Call.Opened: Open(call); break;
            case Call.Written: _byInode[call.Inode].Write(call.Offset, call.Content); break;
            case Call.Resized: _byInode[call.Inode].Resize(call.Offset); break;
            case Call.SyncBegan: _syncing[call.Thread] = (call.Inode, ChangesOf(call.Inode)); break;
            case Call.SyncEnded: EndSync(call); break;
            case Call.Removed: Name(call.Path, names => names.Remove(call.Path)); break;
            case Call.Renamed: Rename(call, keepsOld: false); break;
            case Call.Linked: Rename(call, keepsOld: true); break;
        }
    }

    /// <summary>The files after the power was cut.</summary>
    public Dictionary<string, byte[]> Cut(Loss loss, Dice dice)
    {
        var names = new Dictionary<string, RecordedFile>(_synced);
        var kept = loss switch { Loss.Everything => 0, Loss.Nothing => _names.Count, _ => dice.Next(_names.Count + 1) };
        foreach (var (_, _, change) in _names.Take(kept)) change(names);
        return names.ToDictionary(name => name.Key, name => name.Value.Cut(loss, dice));
    }

    private void Open(RecordedCall call)
    {
        if (call.Flags.HasFlag(CallFlags.Directory))
        {
            _directories[call.Inode] = call.Path;
            return;
        }

        if (!_live.TryGetValue(call.Path, out var file) || call.Flags.HasFlag(CallFlags.Created))
        {
            file = new RecordedFile([]);
            Name(call.Path, names => names[call.Path] = file);
        }

        _directories.Remove(call.Inode);
        _byInode[call.Inode] = file;
        if (call.Flags.HasFlag(CallFlags.Emptied)) file.Resize(0);
    }

    private void Rename(RecordedCall call, bool keepsOld)
    {
        var (from, to) = call.Paths;
        var file = _live[from];
        Name(to, names =>
        {
            names[to] = file;
            if (!keepsOld) names.Remove(from);
        });
    }

    private void Name(string path, Action<Dictionary<string, RecordedFile>> change)
    {
        change(_live);
        _names.Add((_nameChanges++, Path.GetDirectoryName(path)!, change));
    }

    private int ChangesOf(ulong inode) => _directories.ContainsKey(inode) ? _nameChanges : _byInode[inode].Changes;

    private void EndSync(RecordedCall call)
    {
        if (!_syncing.Remove(call.Thread, out var began) || began.Inode != call.Inode) throw new InvalidDataException("A sync ended that never began.");
        if (!_directories.TryGetValue(call.Inode, out var directory))
        {
            _byInode[call.Inode].Sync(began.Changes);
            return;
        }

        foreach (var (_, _, change) in _names.Where(name => name.Number < began.Changes && name.Directory == directory)) change(_synced);
        _names.RemoveAll(name => name.Number < began.Changes && name.Directory == directory);
    }
}
