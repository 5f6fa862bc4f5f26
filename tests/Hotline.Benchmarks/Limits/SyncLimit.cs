namespace Hotline.Benchmarks.Limits;

/// <summary>Appends of 4 KiB that the disk makes durable, one after the other.</summary>
internal static class SyncLimit
{
    private const int AppendSize = 4 * 1024;

    /// <param name="path">A new file, removed afterwards.</param>
    public static double Measure(string path, TimeSpan duration, TimeProvider clock)
    {
        var content = new byte[AppendSize];
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.DeleteOnClose);
        var started = clock.GetTimestamp();
        long appended = 0;
        for (; clock.GetElapsedTime(started) < duration; appended++)
        {
            RandomAccess.Write(file, content, appended * AppendSize);
            RandomAccess.FlushToDisk(file);
        }

        return appended / clock.GetElapsedTime(started).TotalSeconds;
    }
}
