using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Demo;

/// <summary>Steps as they happen: what, for how long, and what was proven.</summary>
internal sealed class StepList(Terminal terminal)
{
    public Task RunAsync(string what, Func<Task<string>> step) => RunAsync(what, async () => (true, await step()));

    public async Task<T> RunAsync<T>(string what, Func<Task<(T Result, string Proven)>> step)
    {
        var started = terminal.Clock.GetTimestamp();
        var (result, proven) = await terminal.WithSpinnerAsync(what, step);
        var seconds = terminal.Clock.GetElapsedTime(started).TotalSeconds.ToString("N1", CultureInfo.InvariantCulture);
        terminal.Screen.MarkupLineInterpolated($"[green]✓[/] {what} [dim]({seconds} s)[/]");
        terminal.Screen.MarkupLineInterpolated($"    {Printable.Line(proven)}");
        return result;
    }
}
