using Hotline.Cli.Terminals;
using Spectre.Console;

namespace Hotline.Cli.Messages;

/// <summary>Messages as people read them in a list.</summary>
internal static class MessageTable
{
    public static void Show(IAnsiConsole screen, MessageList list)
    {
        screen.WriteBanner(list.Banner);
        if (list.Messages.Count == 0)
        {
            screen.WriteLine("No messages.");
            return;
        }

        var table = Tables.WithColumns("Time", "Precedence", "Rung", "From", "To", "Subject", "Reply by", "Id");
        foreach (var message in list.Messages)
        {
            table.AddRow(
                Tables.Cell(message.Time), Tables.Cell(message.Precedence, StyleOf(message.Precedence)), RungStyle.Cell(message.Rung), Tables.Cell(
                    message.From),
                Tables.Cell(string.Join(", ", message.To)), Tables.Cell(message.Subject), Tables.Cell(message.ReplyBy), Tables.Cell(
                    message.Id));
        }

        screen.Write(table);
    }

    public static void ShowLine(IAnsiConsole screen, MessageLine message)
    {
        var banner = message.Banner.Length > 0 ? message.Banner + "  " : "";
        screen.Write(new Text(
            $"{banner}{message.Time}  {message.Precedence}  {message.Rung}  {Printable.Line(message.From)} -> {Printable.Line(string.Join(", ", message.To))}  {Printable.Line(message.Subject)}  {message.Id}",
            StyleOf(message.Precedence)));
        screen.WriteLine();
    }

    private static Style StyleOf(string precedence) => precedence switch
    {
        "FLASH" or "OVERRIDE" => new Style(Color.Red, decoration: Decoration.Bold),
        "IMMEDIATE" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
