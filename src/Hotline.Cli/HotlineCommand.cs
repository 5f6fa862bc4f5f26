using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Hotline.Cli.Accounts;
using Hotline.Cli.Demo;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Messages;
using Hotline.Cli.Operations;
using Hotline.Cli.Patterns;
using Hotline.Cli.Rosters;
using Hotline.Cli.Running;
using Hotline.Cli.Terminals;
using Hotline.Cli.Transcripts;

namespace Hotline.Cli;

/// <summary>The command <c>hotline</c> with all its verbs, and what it tells the shell.</summary>
internal static class HotlineCommand
{
    // Not a RootCommand: that one calls itself after its assembly.
    public static Command Create(Terminal terminal, DatabaseAccess databases) =>
        new("hotline", "Hotline: messages between states that must arrive, be read, be answered and be provable.")
        {
            new HelpOption(),
            new VersionOption(),
            DemoVerb.Create(terminal),
            InitVerb.Create(terminal),
            RosterVerb.Create(terminal),
            RunVerb.Create(),
            SendVerb.Create(terminal),
            InboxVerb.Create(terminal),
            ShowVerb.Create(terminal),
            AckVerb.Create(terminal),
            StatusVerb.Create(terminal),
            AccountVerb.Create(terminal),
            TokenVerb.Create(terminal),
            WatchVerb.Create(terminal),
            TranscriptVerb.Create(terminal, databases),
            MatchVerb.Create(terminal),
            BackupVerb.Create(terminal, databases),
            RestoreVerb.Create(terminal),
        };

    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        Command command, IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            terminal.Complain($"{parsed.Errors[0].Message} See '{string.Join(' ', PathOf(parsed.CommandResult.Command))} --help'.");
            return ExitCode.Stopped;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellationToken);
        }
        catch (Exception exception) when (Failure.Of(exception) is not null)
        {
            var failure = Failure.Of(exception)!;
            terminal.Complain(failure.Sentence);
            return failure.ExitCode;
        }
    }

    private static IEnumerable<string> PathOf(Command command) =>
        [.. command.Parents.OfType<Command>().Take(1).SelectMany(PathOf), command.Name];
}
