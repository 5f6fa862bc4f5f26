using System.CommandLine;
using Hotline.Cli.Terminals;
using Hotline.Wire;

namespace Hotline.Cli.Messages;

/// <summary><c>hotline show</c>: one message with its fields, attachments, and every rung of the ladder for each recipient.</summary>
internal static class ShowVerb
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("ID") { Description = "The message's id." };
        var from = new Option<string?>("--from") { HelpName = "NODE", Description = "Its sender, where two senders used one id." };
        var save = new Option<string?>("--save")
        {
            HelpName = "DIR", Description = "Save attachments there; existing files are never overwritten.",
        };
        var command = new Command("show", "Show a message, how far it has come, and its evidence.")
        {
            id, from, save, CommonOptions.Data, CommonOptions.Exercise, CommonOptions.Json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var node = await OperatorClient.ConnectAsync(DataRoot.Of(parsed), cancellationToken);
            var request = new ShowRequest { Id = parsed.GetRequiredValue(id), From = parsed.GetValue(from) ?? "" };
            var reply = await node.Desk.ShowAsync(request, cancellationToken: cancellationToken);
            var attachments = new List<AttachmentLine>();
            foreach (var attachment in reply.Attachments)
            {
                var saved = parsed.GetValue(save) is { } folder
                    ? await AttachmentFolder.SaveAsync(folder, attachment, cancellationToken)
                    : null;
                attachments.Add(new AttachmentLine(attachment.Name, attachment.MediaType, attachment.Content.Length, saved));
            }

            terminal.Answer(
                parsed.GetValue(CommonOptions.Json), reply.ToDetails(attachments), AnswerJson.Default.MessageDetails, MessageView.Show);
            return ExitCode.Fine;
        });
        return command;
    }
}
