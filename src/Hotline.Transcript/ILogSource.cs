namespace Hotline.Transcript;

/// <summary>Where a log is read from: a directory, a web server or a node's database.</summary>
public interface ILogSource
{
    /// <param name="path">Below the log's prefix: <c>checkpoint</c>, <c>tile/…</c>.</param>
    /// <returns>The content, or null where there is none.</returns>
    /// <exception cref="LogSourceException">It could not be read: refused, unreachable, too large.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken);
}

/// <summary>A log could not be read. The message says what was asked and what came.</summary>
public sealed class LogSourceException : IOException
{
    public LogSourceException()
    {
    }

    public LogSourceException(string message)
        : base(message)
    {
    }

    public LogSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public LogSourceException(string message, bool isForbidden)
        : base(message) => IsForbidden = isForbidden;

    /// <summary>True when the log is there but this reader may not have it: entry bundles are for the owner and auditors.</summary>
    public bool IsForbidden { get; }
}
