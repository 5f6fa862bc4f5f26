using System.CommandLine;
using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Patterns;

/// <summary><c>hotline watch</c>: STIX patterns that a node matches against every observation a collection gets.</summary>
internal static class WatchVerb
{
    public static Command Create(Terminal terminal) => new("watch", "Saved patterns on the collections of this node, and what they matched.")
    {
        AddWatch(terminal), ListWatches(terminal), RemoveWatch(terminal),
    };

    private static Command AddWatch(Terminal terminal)
    {
        var collection = new Argument<string>("COLLECTION") { Description = "Alias or id of a collection." };
        var pattern = new Argument<string>("PATTERN") { Description = "A STIX pattern, such as \"[ipv4-addr:value = '198.51.100.1']\"." };
        var command = new Command("add", "Watch what comes from now on.") { collection, pattern, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.AddWatchRequest { Collection = parsed.GetRequiredValue(collection), Pattern = parsed.GetRequiredValue(pattern) };
            var reply = await node.Desk.AddWatchAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), new NewWatch(node.Banner, reply.Id), AnswerJson.Default.NewWatch, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, NewWatch made)
        {
            screen.WriteBanner(made.Banner);
            screen.Write(new Text($"Watch {Printable.Line(made.Id)} looks at what comes from now on.\n"));
        }
    }

    private static Command ListWatches(Terminal terminal)
    {
        var command = new Command("list", "List watches with their latest matches.") { CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var reply = await node.Desk.ListWatchesAsync(new(), cancellationToken: cancellationToken);
            var list = new WatchList(
                node.Banner,
                [
                    .. reply.Watches.Select(watch => new WatchLine(
                        watch.Id, watch.Collection, watch.Pattern, watch.Created, watch.Matches, [.. watch.Latest.Select(match => new WatchMatchLine(match.Object, match.Added))])),
                ]);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), list, AnswerJson.Default.WatchList, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, WatchList list)
        {
            screen.WriteBanner(list.Banner);
            var table = Tables.WithColumns("Id", "Collection", "Pattern", "Matches", "Latest", "Added");
            foreach (var watch in list.Watches)
            {
                var latest = watch.Latest.Count > 0 ? watch.Latest[0] : new WatchMatchLine("", "");
                table.AddRow(
                    Tables.Cell(watch.Id), Tables.Cell(watch.Collection), Tables.Cell(watch.Pattern), Tables.Cell(watch.Matches.ToString("N0", CultureInfo.InvariantCulture)),
                    Tables.Cell(latest.Object), Tables.Cell(latest.Added));
            }

            screen.Write(table);
        }
    }

    private static Command RemoveWatch(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "Id of the watch, from 'hotline watch list'." };
        var command = new Command("remove", "Remove a watch and its matches.") { id, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.RemoveWatchRequest { Id = parsed.GetRequiredValue(id) };
            await node.Desk.RemoveWatchAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(parsed.GetValue(CommonOptions.Json), new NewWatch(node.Banner, request.Id), AnswerJson.Default.NewWatch, Show);
            return ExitCode.Fine;
        });
        return command;

        static void Show(IAnsiConsole screen, NewWatch removed)
        {
            screen.WriteBanner(removed.Banner);
            screen.Write(new Text($"Watch {Printable.Line(removed.Id)} is removed.\n"));
        }
    }
}
