using Hotline.Cli.Messages;
using Hotline.Cli.Transcripts;
using Spectre.Console;

namespace Hotline.Cli.Tests;

public sealed class RenderingTests
{
    private const string Red = "\u001b[1;91m";

    [Fact]
    public void Not_delivered_is_red()
    {
        var line = new MessageLine("id", "HL-1", "alba", ["borea"], "ROUTINE", "subject", "time", "deadline", "", "NOT DELIVERED", true, "", "message");

        InColour(screen => MessageTable.Show(screen, new MessageList("", [line]))).Should().Contain($"{Red}NOT DELIVERED");
    }

    [Fact]
    public void A_verdict_that_is_no_stands_first_and_red()
    {
        var verdict = new TranscriptVerdict(false, "here", "alba.example/transcript/1", 0, null, 0, true, false, [new FaultLine("checkpoint", "it is missing")], 0.1);

        var shown = InColour(screen => TranscriptView.Show(screen, verdict));

        shown.Should().StartWith($"{Red}NOT VERIFIED").And.Contain("it is missing");
    }

    [Fact]
    public void An_empty_inbox_is_said_so() => InColour(screen => MessageTable.Show(screen, new MessageList("", []))).Should().Be("No messages.\n");

    [Fact]
    public void A_reader_without_entries_is_told_what_was_not_checked()
    {
        var verdict = new TranscriptVerdict(true, "here", "alba.example/transcript/1", 7, "root", 0, IsWhole: false, IsAudited: false, [], 0.1);

        InColour(screen => TranscriptView.Show(screen, verdict)).Should().Contain("only hashes were checked");
    }

    private static string InColour(Action<IAnsiConsole> show)
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 200;
        show(console);
        return output.ToString();
    }
}
