using System.Globalization;
using System.Text.Json;
using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Messages;

/// <summary>One message as people read it: what it says, how far it has come, what proves it.</summary>
internal static class MessageView
{
    /// <summary>Fields of the Statement that stand elsewhere in this view, or say nothing to people.</summary>
    private static readonly string[] ShownElsewhere = ["subject", "body", "time", "conversation", "conversation_salt", "attachments"];

    public static void Show(IAnsiConsole screen, MessageDetails details)
    {
        var message = details.Message;
        screen.WriteBanner(message.Banner);
        screen.Write(
            new Text(
                $"{message.Precedence}  {message.Display}  {Printable.Line(message.Subject)}\n", new Style(decoration: Decoration.Bold)));
        screen.WriteFields(
            ("Id", message.Id), ("From", message.From), ("To", string.Join(", ", message.To)), ("Time", message.Time), (
                "Deadline", message.Deadline),
            ("Reply by", message.ReplyBy), ("Conversation", details.Conversation));
        if (Find(details, "body") is { } body)
        {
            screen.WriteLine();
            screen.Write(new Text(Printable.Text(body) + "\n"));
        }

        WriteOtherFields(screen, details);
        WriteAttachments(screen, details.Attachments);
        WriteLadder(screen, details.Recipients);
        screen.WriteFields(
            ("Signed by", string.Join(", ", details.Signers)), ("Seal", details.Seal), ("Statement", details.Statement), (
                "Evidence leaf", details.OriginLeaf));
    }

    private static void WriteOtherFields(IAnsiConsole screen, MessageDetails details)
    {
        var others = details.Fields.Where(field => !ShownElsewhere.Contains(field.Name)).Select(field => (field.Name, Readable(field.Value))).ToArray(
            );
        if (others.Length == 0) return;
        screen.WriteLine();
        screen.WriteFields(others);
    }

    private static void WriteAttachments(IAnsiConsole screen, IReadOnlyList<AttachmentLine> attachments)
    {
        if (attachments.Count == 0) return;
        var table = Tables.WithColumns("Attachment", "Media type", "Bytes", "Saved as");
        foreach (var attachment in attachments)
        {
            table.AddRow(
                Tables.Cell(attachment.Name), Tables.Cell(attachment.MediaType), Tables.Cell(
                    attachment.Bytes.ToString("N0", CultureInfo.InvariantCulture)),
                Tables.Cell(attachment.SavedAs ?? "(--save DIR)"));
        }

        screen.Write(table);
    }

    private static void WriteLadder(IAnsiConsole screen, IReadOnlyList<RecipientLadder> recipients)
    {
        var table = Tables.WithColumns("Recipient", "Rung", "Receipt", "By", "Time", "Leaf");
        foreach (var recipient in recipients)
        {
            if (recipient.Steps.Count == 0) table.AddRow(Tables.Cell(recipient.Node), RungStyle.Cell(recipient.Rung));
            foreach (var (index, step) in recipient.Steps.Index())
            {
                table.AddRow(
                    Tables.Cell(index == 0 ? recipient.Node : ""), index == 0 ? RungStyle.Cell(recipient.Rung) : Tables.Cell(""),
                    Tables.Cell(step.Reason.Length > 0 ? $"{step.Kind} ({step.Reason})" : step.Kind), Tables.Cell(step.Issuer), Tables.Cell(
                        step.Time),
                    Tables.Cell(step.Leaf));
            }
        }

        screen.Write(table);
    }

    private static string? Find(MessageDetails details, string name) =>
        details.Fields.FirstOrDefault(field => field.Name == name) is { } found ? Readable(found.Value) : null;

    /// <summary>A JSON string without its quotes; anything else as the JSON it is.</summary>
    private static string Readable(string json)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            return value.RootElement.ValueKind == JsonValueKind.String ? value.RootElement.GetString()! : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
