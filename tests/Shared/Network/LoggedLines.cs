using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hotline.TestData;

/// <summary>What a program logged, with its parameters filled in.</summary>
internal sealed class LoggedLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = [];

    public IReadOnlyList<string> All => [.. _lines];

    /// <summary>Lines of Hotline's own categories since <paramref name="count"/> lines were there.</summary>
    public IReadOnlyList<string> Since(int count) => [.. _lines.Skip(count)];

    /// <summary>Waits for a line that begins so: a peer may see what happened before the program has told it.</summary>
    /// <exception cref="TimeoutException">Not within 30 s.</exception>
    public async Task<string> WaitForAsync(string beginning, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } found) return found;
            if (patience.IsCancellationRequested) throw new TimeoutException($"No line begins with '{beginning}': {string.Join('\n', _lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Hotline", StringComparison.Ordinal) ? new Line(_lines) : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public void Dispose()
    {
    }

    private sealed class Line(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
