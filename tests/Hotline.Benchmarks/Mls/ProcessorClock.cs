namespace Hotline.Benchmarks.Mls;

/// <summary>Counts the time that processors spend on this process, user and system, so that a busy machine spoils no measurement.</summary>
internal sealed class ProcessorClock : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
}
