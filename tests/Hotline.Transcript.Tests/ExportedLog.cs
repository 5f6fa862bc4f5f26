namespace Hotline.Transcript.Tests;

/// <summary>A log of 300 entries, exported to files and read back: a full tile, a partial one, and one above them.</summary>
public sealed class ExportedLog : IAsyncLifetime
{
    internal MemoryLogSource Log { get; private set; } = new(new Dictionary<string, byte[]>());

    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        await LogExport.WriteAsync(ALog.OfSize(300), folder.Path, null, CancellationToken.None);
        Log = MemoryLogSource.Of(folder.Path);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
