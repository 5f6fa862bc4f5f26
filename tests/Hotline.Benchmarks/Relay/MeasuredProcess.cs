using System.Diagnostics;
using Hotline.Benchmarks.Reports;

namespace Hotline.Benchmarks.Relay;

/// <summary>What one process takes of the machine, as the system counts it (<c>/proc/PID/stat</c>): processor time to 10 ms, resident memory to a page.</summary>
internal sealed class MeasuredProcess(string name, int id)
{
    private const double Mebibyte = 1024 * 1024;
    private readonly long _idle = Now(id).Resident;
    private TimeSpan _before;
    private long _most;

    public void Begin() => (_before, _most) = Now(id);

    public void Sample() => _most = Math.Max(_most, Now(id).Resident);

    public ProcessReport End(long messages)
    {
        Sample();
        var spent = Now(id).Processor - _before;
        return new ProcessReport(name, spent.TotalMicroseconds / Math.Max(messages, 1), _idle / Mebibyte, _most / Mebibyte);
    }

    private static (TimeSpan Processor, long Resident) Now(int id)
    {
        using var process = Process.GetProcessById(id);
        return (process.TotalProcessorTime, process.WorkingSet64);
    }
}
