using System.Diagnostics;

namespace Hotline.Cli.Tests;

/// <summary>The program <c>openssl</c>, where present: another maker's judge of our files.</summary>
internal static class OpenSsl
{
    /// <returns>Exit code with everything it printed; skips the calling test where there is no openssl.</returns>
    public static (int Code, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("openssl is not installed");
            throw;
        }
    }
}
