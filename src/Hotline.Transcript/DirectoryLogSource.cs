namespace Hotline.Transcript;

/// <summary>A log as files, in the layout of C2SP tlog-tiles.</summary>
public sealed class DirectoryLogSource(string directory) : ILogSource
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(directory, path.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > EntryBundle.MaxSize }) throw new LogSourceException($"{file} is larger than any file of a log.");
            return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        }
        catch (Exception unreadable) when (unreadable is UnauthorizedAccessException or IOException and not LogSourceException)
        {
            throw new LogSourceException($"{file} cannot be read: {unreadable.Message}", unreadable);
        }
    }
}
