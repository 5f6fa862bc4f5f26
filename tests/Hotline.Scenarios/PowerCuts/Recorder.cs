using System.Diagnostics;
using Hotline.Scenarios.Running;
using Hotline.TestData;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>The library that writes down what a hub or node does to its files, compiled from <c>recorder.c</c> for this machine.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-recorder-");
    private int _recordings;

    private Recorder()
    {
    }

    private string Library => Path.Combine(_folder.FullName, "recorder.so");

    /// <summary>Compiles it; the calling test is skipped by name where that cannot be.</summary>
    public static async Task<Recorder> RequireAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "not installed: the recorder of power cuts, which needs Linux");
        Assert.SkipUnless(new[] { "/usr/bin/gcc", "/usr/local/bin/gcc" }.Any(File.Exists), "not installed: gcc");
        var recorder = new Recorder();
        var source = Path.Combine(SharedData.Checkout, "tests", "Hotline.Scenarios", "PowerCuts", "recorder.c");
        using var compiler = Process.Start(new ProcessStartInfo("gcc", ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", recorder.Library, source, "-ldl", "-lpthread"])
        {
            RedirectStandardError = true,
        })!;
        var complaints = await compiler.StandardError.ReadToEndAsync(cancellationToken);
        await compiler.WaitForExitAsync(cancellationToken);
        compiler.ExitCode.Should().Be(0, complaints);
        return recorder;
    }

    /// <summary>Has every run of a server written down from its next start on.</summary>
    /// <param name="forgetsSyncs">Its syncs do nothing, as if the program had left them out.</param>
    /// <param name="syncTime">How long each sync takes at least.</param>
    public RecordedServer Record(Server server, bool forgetsSyncs = false, TimeSpan syncTime = default)
    {
        var recorded = new RecordedServer(server, Path.Combine(_folder.FullName, server.Name + ".fault"));
        server.Environment = () => new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library,
            ["RECORDER_ROOT"] = server.Directory.Path,
            ["RECORDER_FILE"] = recorded.Begin(Path.Combine(_folder.FullName, $"{server.Name}-{Interlocked.Increment(ref _recordings)}")),
            ["RECORDER_FAULT"] = recorded.FaultFile,
            ["RECORDER_SWALLOW"] = forgetsSyncs ? "1" : "0",
            ["RECORDER_DELAY"] = ((long)syncTime.TotalMicroseconds).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return recorded;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
