using System.CommandLine;
using System.CommandLine.Invocation;
using Hotline.Cli.Accounts;
using Hotline.Cli.Enrolment;
using Hotline.Cli.Messages;
using Hotline.Cli.Operations;
using Hotline.Cli.Rosters;
using Hotline.Cli.Running;
using Hotline.Cli.Terminals;

namespace Hotline.Cli;

/// <summary>The command <c>hotline</c> with all its verbs, and what it tells the shell.</summary>
internal static class HotlineCommand
{
    public static RootCommand Create(Terminal terminal) =>
        new("Hotline: messages between states that must arrive, be read, be answered and be provable.")
        {
            InitVerb.Create(terminal),
            RosterVerb.Create(terminal),
            RunVerb.Create(),
            SendVerb.Create(terminal),
            InboxVerb.Create(terminal),
            ShowVerb.Create(terminal),
            AckVerb.Create(terminal),
            StatusVerb.Create(terminal),
            AccountVerb.Create(terminal),
        };

    /// <returns>An exit code of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(RootCommand command, IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = command.Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            var path = string.Join(' ', PathOf(parsed.CommandResult.Command));
            terminal.Complain($"{parsed.Errors[0].Message} See '{path} --help'.");
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
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathOf(parent).Append(command.Name) : ["hotline"];
}
