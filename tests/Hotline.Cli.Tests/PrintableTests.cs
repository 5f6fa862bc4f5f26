using Hotline.Cli.Terminals;

namespace Hotline.Cli.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("Feeder 7 down", "Feeder 7 down")]
    [InlineData("Überlast – Ω 電力 🛑", "Überlast – Ω 電力 🛑")]
    [InlineData("\u001b[2J\u001b[1;1HAll quiet", "\uFFFD[2J\uFFFD[1;1HAll quiet")]
    [InlineData("one\r\ntwo\tthree", "one\uFFFD\uFFFDtwo\uFFFDthree")]
    [InlineData("\u202Etxt.exe", "\uFFFDtxt.exe")]
    [InlineData("a\u2028b\u0085c", "a\uFFFDb\uFFFDc")]
    public void A_line_shows_nothing_that_moves_the_cursor_or_turns_text(string text, string shown) =>
        Printable.Line(text).Should().Be(shown);

    [Fact]
    public void A_body_keeps_its_lines_and_tabs() =>
        Printable.Text("one\r\n\ttwo\u001b]0;title\u0007").Should().Be("one\n\ttwo\uFFFD]0;title\uFFFD");
}
