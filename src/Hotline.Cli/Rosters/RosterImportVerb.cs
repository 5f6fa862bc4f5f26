using System.CommandLine;
using Google.Protobuf;
using Hotline.Cli.Terminals;
using Hotline.Evidence;
using Hotline.Leaves;
using Spectre.Console;

namespace Hotline.Cli.Rosters;

/// <summary><c>hotline roster import</c>: puts a signed roster in force, in the running process or for its next start.</summary>
internal static class RosterImportVerb
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "Roster, signed by a quorum." };
        var command = new Command("import", "Put a signed roster in force here.") { file, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = DataRoot.Of(parsed);
            var roster = await RosterFile.ReadAsync(parsed.GetRequiredValue(file), cancellationToken);
            if (roster.Signed is not { } signed)
                throw new RosterRefusedException("Nobody signed this roster yet: have members sign it with 'hotline roster sign'.");

            using var running = await OperatorClient.TryConnectAsync(root, cancellationToken);
            if (running is null) KeptRosters.Keep(root, signed);
            else await running.Operations.ImportRosterAsync(
                new() { Note = UnsafeByteOperations.UnsafeWrap(signed.Note) }, cancellationToken: cancellationToken);

            var imported = new RosterImported(
                root.Banner, signed.Roster.Number, LeafText.FormatHash(signed.Roster.Hash), running is not null);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), imported, AnswerJson.Default.RosterImported, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, RosterImported imported)
    {
        screen.WriteBanner(imported.Banner);
        screen.MarkupLineInterpolated($"Roster {imported.Number} is {(imported.Running ? "in force" : "kept for the next start")}.");
        screen.WriteFields(("Hash", imported.Hash), ("Next", "compare the hash with the other members on another way"));
    }
}
