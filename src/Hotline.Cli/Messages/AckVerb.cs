using System.CommandLine;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Messages;

/// <summary><c>hotline ack</c>: the officer's deliberate act that signs the NRR.</summary>
internal static class AckVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The message's id." };
        var from = new Option<string?>("--from") { HelpName = "NODE", Description = "Its sender, where two senders used one id." };
        var command = new Command("ack", "Acknowledge a message as read by a person. It does not mean agreement.")
        {
            id, from, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new Wire.AcknowledgeRequest
            {
                Id = parsed.GetRequiredValue(id),
                From = parsed.GetValue(from) ?? "",
            };
            var reply = await node.Desk.AcknowledgeAsync(request, cancellationToken: cancellationToken);
            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), new Acknowledged(node.Banner, request.Id, reply.Leaf, reply.Time), AnswerJson.Default.Acknowledged, Show);
            return ExitCode.Fine;
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, Acknowledged answer)
    {
        screen.WriteBanner(answer.Banner);
        screen.MarkupLineInterpolated($"[green]READ[/] {answer.Id}");
        screen.WriteFields(("Signed", answer.Time), ("Evidence leaf", answer.Leaf));
    }
}
