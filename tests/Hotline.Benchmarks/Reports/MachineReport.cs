using System.Runtime.InteropServices;

namespace Hotline.Benchmarks.Reports;

/// <param name="FileSystem">Of the measured directory: in memory, an fsync costs nothing.</param>
internal sealed record MachineReport(string Processor, int Cores, string System, string Runtime, string FileSystem)
{
    private const string Processors = "/proc/cpuinfo";

    public static MachineReport OfThis(string directory) => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, new DriveInfo(directory).DriveFormat);

    private static string ProcessorName()
    {
        if (!File.Exists(Processors)) return RuntimeInformation.ProcessArchitecture.ToString();
        var line = File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
