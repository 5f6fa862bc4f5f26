using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Evidence;

namespace Hotline.Cli.Rosters;

/// <summary><c>hotline roster show</c>: the roster in a file, in force in the running process, or kept.</summary>
internal static class RosterShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "Roster to show (default: the one in force here).", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("show", "Show a roster: who belongs, who signed.") { file, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var roster = parsed.GetValue(file) is { } path
                ? await RosterFile.ReadAsync(path, cancellationToken)
                : await ReadCurrentAsync(DataRoot.Of(parsed), cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), RosterAnswer.Of(roster), AnswerJson.Default.RosterAnswer, RosterView.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<RosterFile> ReadCurrentAsync(DataRoot root, CancellationToken cancellationToken)
    {
        using var running = await OperatorClient.TryConnectAsync(root, cancellationToken);
        if (running is null)
        {
            return KeptRosters.TryLoad(root) is { } series
                ? RosterFile.Of(series.All[^1])
                : throw new RosterRefusedException($"There is no roster in {root.Path}: import one with 'hotline roster import FILE'.");
        }

        var reply = await running.Operations.ShowRosterAsync(new(), cancellationToken: cancellationToken);
        return RosterFile.Of(SignedRoster.Parse(reply.Note.Memory));
    }
}
