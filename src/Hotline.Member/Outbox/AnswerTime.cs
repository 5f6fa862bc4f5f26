namespace Hotline.Member.Outbox;

/// <summary>How long a hub may take for its answer, so that none can hold up the outbox by saying nothing.</summary>
internal static class AnswerTime
{
    /// <summary>A commit takes a hub 2 s at most.</summary>
    private static readonly TimeSpan ForCommit = TimeSpan.FromSeconds(15);

    /// <summary>The slowest line worth waiting for: 64 kbit/s.</summary>
    private const int SlowestBytesPerSecond = 8 * 1024;

    /// <param name="size">Bytes to be sent first.</param>
    /// <returns>By the machine's clock, as gRPC counts: one that is corrected meanwhile makes a single call early or late.</returns>
    public static DateTime After(int size) => TimeProvider.System.GetUtcNow().UtcDateTime + ForCommit + TimeSpan.FromSeconds(size / SlowestBytesPerSecond);
}
