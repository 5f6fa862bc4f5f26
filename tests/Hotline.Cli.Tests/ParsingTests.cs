namespace Hotline.Cli.Tests;

public sealed class ParsingTests
{
    [Theory]
    [InlineData("--precedence", "URGENT", "'URGENT' is no precedence")]
    [InlineData("--reply-by", "tomorrow", "'tomorrow' is no time")]
    [InlineData("--exercise", "Not An Id", "An exercise id is")]
    public async Task A_bad_value_is_answered_by_one_sentence_that_says_what_is_good(string option, string value, string sentence)
    {
        var run = await RunOfHotline.Of("send", "--to", "borea", "--subject", "s", option, value, "text");

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain(sentence).And.Contain("hotline send --help");
        run.Complaints.Trim().Should().NotContain("\n");
        run.Output.Should().BeEmpty();
    }

    [Theory]
    [InlineData("send", "--subject", "s")]
    [InlineData("show")]
    [InlineData("inbox", "--limit", "0")]
    [InlineData("frobnicate")]
    [InlineData("roster", "sign")]
    [InlineData("account", "add")]
    public async Task What_cannot_be_understood_does_nothing_and_ends_with_2(params string[] arguments)
    {
        var run = await RunOfHotline.Of(arguments);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("--help");
    }

    [Fact]
    public async Task Where_nothing_runs_the_sentence_says_how_to_start_it()
    {
        using var fresh = new Fresh();

        var run = await RunOfHotline.Of("status", "--data", fresh["alba"]);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain($"hotline run --data {fresh["alba"]}");
    }

    [Fact]
    public async Task A_message_without_text_is_not_sent()
    {
        var run = await RunOfHotline.Of("send", "--to", "borea", "--subject", "s", "--data", "nowhere");

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("There is no text");
    }
}
