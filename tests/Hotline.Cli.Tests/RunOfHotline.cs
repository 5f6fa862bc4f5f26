using System.Text.Json;
using Hotline.Cli.Terminals;
using Hotline.Storage;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace Hotline.Cli.Tests;

/// <summary>One run of the command line in this process, with what it printed.</summary>
internal sealed record RunOfHotline(int Code, string Output, string Complaints)
{
    /// <summary>The time at which every run happens.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<RunOfHotline> Of(params string[] arguments) => WithInput(null, arguments);

    /// <param name="input">Standard input as from a pipe; null is nobody at a terminal.</param>
    public static async Task<RunOfHotline> WithInput(string? input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var complaints = new StringWriter();
        using var reader = new StringReader(input ?? "");
        var clock = new FakeTimeProvider(Now);
        var terminal = new Terminal(Plain(output), Plain(complaints), output, reader, isInputRedirected: input is not null, clock);
        var code = await HotlineCommand.RunAsync(HotlineCommand.Create(terminal, new DatabaseAccess(StorageServices.ReadSqlite, CopyDatabase)), arguments, terminal, TestContext.Current.CancellationToken);
        return new RunOfHotline(code, output.ToString(), complaints.ToString());
    }

    private static void CopyDatabase(string database, string target)
    {
        using var reader = StorageServices.ReadSqlite(database);
        reader.CopyTo(target);
    }

    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 240;
        return console;
    }
}
