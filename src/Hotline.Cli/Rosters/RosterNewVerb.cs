using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Cryptography;
using Hotline.Rosters;

namespace Hotline.Cli.Rosters;

/// <summary><c>hotline roster new</c>: composes the first roster, or the one after the current.</summary>
internal static class RosterNewVerb
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--out") { HelpName = "FILE", Description = "Where to write it.", Required = true };
        var entries = new Option<string[]>("--entry")
        {
            HelpName = "FILE",
            Description = "entry.json of a party that joins or changes keys; may be repeated.",
            AllowMultipleArgumentsPerToken = true,
        };
        var from = new Option<string?>("--from")
        {
            HelpName = "ROSTER", Description = "Current roster (default: the one in the data directory; none makes the first).",
        };
        var removed = new Option<string[]>("--remove") { HelpName = "NAME", Description = "Party that leaves; may be repeated." };
        var revoked = new Option<string[]>("--revoke")
        {
            HelpName = "NAME", Description = "Party whose keys count no more from now on; may be repeated.",
        };
        var quorum = new Option<int?>("--quorum")
        {
            HelpName = "N", Description = "Members that must sign the roster after (default: as before; first: the majority).",
        };
        var command = new Command("new", "Compose the next roster, to be signed by members.")
        {
            output, entries, from, removed, revoked, quorum, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var changes = new RosterChanges(
                [.. (parsed.GetValue(entries) ?? []).Select(ReadEntry)], [.. parsed.GetValue(removed) ?? []], [.. parsed.GetValue(revoked) ?? []],
                parsed.GetValue(quorum));
            var current = await FindCurrentAsync(parsed, parsed.GetValue(from), cancellationToken);
            var next = current is null
                ? changes.First(DomainOf(parsed), terminal.Clock.GetUtcNow())
                : changes.After(current, terminal.Clock.GetUtcNow());
            var path = Path.GetFullPath(parsed.GetRequiredValue(output));
            var file = new RosterFile(next, null);
            DurableFile.Create(path, file.Bytes.Span, PublicFile.Mode);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), RosterAnswer.Of(file, path), AnswerJson.Default.RosterAnswer, RosterView.Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static RosterEntry ReadEntry(string path) =>
        new FileInfo(path).Length <= RosterEntry.MaxSize
            ? RosterEntry.Parse(File.ReadAllBytes(path))
            : throw new RosterFormatException($"{path} is too large for an entry.");

    private static string DomainOf(ParseResult parsed) =>
        parsed.GetValue(CommonOptions.Exercise) is { } id ? new Exercise(id).Name : default(Real).Name;

    private static async Task<Roster?> FindCurrentAsync(ParseResult parsed, string? from, CancellationToken cancellationToken)
    {
        if (from is not null) return (await RosterFile.ReadAsync(from, cancellationToken)).Roster;
        // Whoever composes the first roster for others need not have a data directory.
        if (parsed.GetValue(CommonOptions.Data) is null) return null;
        var root = DataRoot.Of(parsed);
        return KeptRosters.TryLoad(root)?.Current;
    }
}
