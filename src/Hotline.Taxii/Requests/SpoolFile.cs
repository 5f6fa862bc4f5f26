using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Hotline.Taxii.Requests;

/// <summary>A large body on disk instead of in memory, read through the system's page cache. Nobody else can open it, and it is gone with the request.</summary>
internal sealed unsafe class SpoolFile : MemoryManager<byte>
{
    private readonly FileStream _file;
    private MemoryMappedFile? _mapping;
    private MemoryMappedViewAccessor? _view;
    private byte* _start;

    private SpoolFile(FileStream file) => _file = file;

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static SpoolFile Create(string folder)
    {
        var path = Path.Combine(folder, $"body-{Guid.CreateVersion7():N}.spool");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        // Without a name nothing is left of it even when the process is killed.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return new SpoolFile(file);
    }

    public long Length => _file.Length;

    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes) _file.Write(segment.Span);
    }

    /// <summary>The whole body. Nothing may be written afterwards, and nothing of it used once this is disposed.</summary>
    public ReadOnlyMemory<byte> Map()
    {
        if (_file.Length == 0) return default;
        _file.Flush();
        _mapping = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _mapping.CreateViewAccessor(0, _file.Length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        return Memory;
    }

    public override Span<byte> GetSpan() =>
        _start is null ? throw new ObjectDisposedException(nameof(SpoolFile)) : MemoryMarshal.CreateSpan(ref *_start, (int)_file.Length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    public void Close() => ((IDisposable)this).Dispose();

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        if (_start is not null) _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        _start = null;
        _view?.Dispose();
        _mapping?.Dispose();
        _file.Dispose();
    }
}
