using System.Diagnostics;
using System.Text.Json;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Rosters;
using Hotline.TestData;

namespace Hotline.Cli.Tests;

public sealed class RunVerbTests : IDisposable
{
    private static readonly string Program = Path.Combine(
        SharedData.Checkout, "src", "Hotline.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "hotline");

    private readonly Fresh _fresh = new();
    private readonly List<Process> _started = [];

    [Fact]
    public async Task Run_becomes_the_hub_and_ends_as_it_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process cannot replace itself on Windows");
        var hub = await HubWithRoster();
        var process = Start("run", "--data", hub, "--passphrase-file", _fresh.PassphraseFile());

        var ready = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
        var status = await RunOfHotline.Of("status", "--data", hub, "--json");
        using (var stop = Process.Start("kill", ["-TERM", $"{process.Id}"])) await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        ready.RootElement.GetProperty("role").GetString().Should().Be("hub");
        status.Json.GetProperty("name").GetString().Should().Be("hub.example");
        process.ExitCode.Should().Be(0, "the signal reached the hub itself, which stopped in order");
    }

    [Fact]
    public async Task A_wrong_passphrase_ends_the_run_with_2_and_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a process cannot replace itself on Windows");
        var hub = await HubWithRoster();
        await File.WriteAllTextAsync(_fresh["wrong"], "battery staple", TestContext.Current.CancellationToken);
        var process = Start("run", "--data", hub, "--passphrase-file", _fresh["wrong"]);

        var complaint = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.Should().Be(2);
        complaint.Should().Contain("passphrase");
    }

    [Fact]
    public async Task What_is_of_an_exercise_runs_only_when_that_is_said()
    {
        var node = _fresh.Node("alba", new Exercise("spring")).Directory;

        var run = await RunOfHotline.Of("run", "--data", node);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("exercise:spring");
    }

    [Fact]
    public async Task Without_a_data_directory_the_sentence_says_how_to_make_one()
    {
        var run = await RunOfHotline.Of("run", "--data", _fresh["nowhere"]);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("hotline init");
    }

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }

        _fresh.Dispose();
    }

    private Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _started.Add(process);
        return process;
    }

    private async Task<string> HubWithRoster()
    {
        var (hub, alba) = (_fresh.Hub("hub"), _fresh.Node("alba"));
        // Port 0 is a free one, so that tests beside this one do not meet.
        var settings = Path.Combine(hub.Directory, "hotline.json");
        var text = await File.ReadAllTextAsync(settings, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(settings, text.Replace(":7101", ":0", StringComparison.Ordinal).Replace(":7102", ":0", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var roster = new RosterFile(RosterChanges.Of(hub.Entry, alba.Entry).First("real", TimeProvider.System.GetUtcNow()), null);
        using var root = RootKey.Open(alba.Directory, Fresh.Passphrase);
        await File.WriteAllBytesAsync(Path.Combine(hub.Directory, "roster", "0001.roster"), roster.Sign(root.Signer).Bytes.ToArray(), TestContext.Current.CancellationToken);
        return hub.Directory;
    }
}
