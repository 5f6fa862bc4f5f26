using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotline.Hosting;
using Spectre.Console;

namespace Hotline.Cli.Terminals;

/// <summary>Where a verb asks and answers: tables for people, one line of JSON for programs; complaints and progress apart.</summary>
/// <param name="screen">Standard output, for people.</param>
/// <param name="complaints">Standard error.</param>
/// <param name="output">Standard output, for JSON.</param>
/// <param name="input">Standard input.</param>
/// <param name="isInputRedirected">Text comes through a pipe or file, so nobody can be asked.</param>
internal sealed class Terminal(
    IAnsiConsole screen, IAnsiConsole complaints, TextWriter output, TextReader input, bool isInputRedirected, TimeProvider clock)
{
    /// <summary>Columns when a table goes to a pipe: nobody's window decides, and a row stays on one line.</summary>
    private const int PipeWidth = 200;
    private const string Bell = "\a";

    public IAnsiConsole Screen => screen;

    public TimeProvider Clock => clock;

    public TextReader Input => input;

    public bool IsInputRedirected => isInputRedirected;

    public static Terminal OfProcess(TimeProvider clock)
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        var complaints = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Interactive = Console.IsErrorRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (Console.IsOutputRedirected) screen.Profile.Width = PipeWidth;
        if (Console.IsErrorRedirected) complaints.Profile.Width = PipeWidth;
        return new Terminal(screen, complaints, Console.Out, Console.In, Console.IsInputRedirected, clock);
    }

    /// <summary>Gives the answer of a verb in the form that was asked for.</summary>
    public void Answer<T>(bool json, T answer, JsonTypeInfo<T> form, Action<IAnsiConsole, T> show)
    {
        if (json) output.WriteLine(JsonSerializer.Serialize(answer, form));
        else show(screen, answer);
    }

    /// <summary>One sentence on standard error.</summary>
    public void Complain(string sentence) => complaints.Profile.Out.Writer.WriteLine(Printable.Line(sentence));

    public void RingBell()
    {
        complaints.Profile.Out.Writer.Write(Bell);
        complaints.Profile.Out.Writer.Flush();
    }

    /// <summary>Shows how far a longer work has come, on standard error, where somebody watches.</summary>
    /// <param name="work">Reports parts of the whole, 0 to 1.</param>
    public Task<T> WithProgressAsync<T>(string what, Func<IProgress<double>, Task<T>> work) => IsWatched
        ? complaints.Progress().AutoClear(true).StartAsync(context => work(new ProgressBar(context.AddTask(Markup.Escape(what), maxValue: 1))))
        : work(new Unwatched());

    /// <summary>Shows that a longer work goes on, on standard error, where somebody watches.</summary>
    public Task<T> WithSpinnerAsync<T>(string what, Func<Task<T>> work) =>
        IsWatched ? complaints.Status().StartAsync(Markup.Escape(what), _ => work()) : work();

    /// <summary>Asks without echo.</summary>
    /// <exception cref="StartupException">Nobody is there to be asked.</exception>
    public Task<string> AskSecretAsync(string question, CancellationToken cancellationToken) => IsWatched
        ? complaints.PromptAsync(new TextPrompt<string>(Markup.Escape(question)).Secret(null), cancellationToken)
        : throw new StartupException("Nobody is there to be asked for a secret: give it in a file or on standard input.");

    private bool IsWatched => complaints.Profile.Capabilities.Interactive;

    private sealed class ProgressBar(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }

    private sealed class Unwatched : IProgress<double>
    {
        public void Report(double value)
        {
        }
    }
}
