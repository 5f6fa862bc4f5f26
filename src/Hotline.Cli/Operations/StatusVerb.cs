using System.CommandLine;
using System.Globalization;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Operations;

/// <summary><c>hotline status</c>: what runs here, and what it is connected to.</summary>
internal static class StatusVerb
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("status", "Show what runs on a data directory: roster, transcript, routes, counts.")
        {
            CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var running = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), ToAnswer(running.Banner, running.Status), AnswerJson.Default.RunningStatus, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static RunningStatus ToAnswer(string banner, Wire.StatusReply wire) => new(
        banner, wire.Name, wire.Role, wire.Domain, wire.Version, wire.Started, wire.RosterNumber, wire.RosterHash, wire.LogOrigin, wire.LogSize,
        [.. wire.Routes.Select(route => new RouteLine(route.Peer, route.State, route.LastHeard))],
        [.. wire.Counts.Select(count => new CountLine(count.Name, count.Value))]);

    private static void Show(IAnsiConsole screen, RunningStatus status)
    {
        screen.WriteBanner(status.Banner);
        screen.WriteFields(
            ("Name", $"{status.Name} ({status.Role}, {status.Domain})"), ("Version", status.Version), ("Running since", status.Started),
            ("Roster", $"{status.RosterNumber} {status.RosterHash}"),
            ("Transcript", string.Create(CultureInfo.InvariantCulture, $"{status.LogOrigin}, {status.LogSize:N0} leaves")));
        var routes = Tables.WithColumns("Route", "State", "Last heard");
        foreach (var route in status.Routes)
        {
            var style = route.State == "connected" ? new Style(Color.Green) : new Style(Color.Red);
            routes.AddRow(
                Tables.Cell(route.Peer), Tables.Cell(route.State, style),
                Tables.Cell(route.LastHeard.Length > 0 ? route.LastHeard : "never"));
        }

        if (status.Routes.Count > 0) screen.Write(routes);
        screen.WriteFields([.. status.Counts.Select(count => (count.Name, count.Value.ToString("N0", CultureInfo.InvariantCulture)))]);
    }
}
