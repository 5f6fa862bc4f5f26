namespace Hotline.Hosting.Tests;

public sealed class ServerArgumentsTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void A_program_is_told_its_directory_and_passphrase_file()
    {
        ServerArguments.Parse(["--data", "/var/lib/hotline"]).Should().Be(new ServerArguments("/var/lib/hotline", null));
        ServerArguments.Parse(["--passphrase-file", "p", "--data", "d"]).Should().Be(new ServerArguments("d", "p"));
    }

    [Theory]
    [InlineData("Name the data directory with --data DIR.")]
    [InlineData("--data needs a value.", "--data")]
    [InlineData("Unknown option --date: a hub or node takes --data DIR and --passphrase-file FILE.", "--date", "d")]
    public void Anything_else_is_told_in_one_sentence(string sentence, params string[] arguments)
    {
        var parsing = () => ServerArguments.Parse(arguments);

        parsing.Should().Throw<StartupException>().WithMessage(sentence);
    }

    [Fact]
    public void A_passphrase_file_may_end_its_line()
    {
        File.WriteAllText(_folder["passphrase"], "correct horse\r\n");

        Passphrase.Read(_folder["passphrase"]).Should().Equal("correct horse"u8.ToArray());
    }

    [Theory]
    [InlineData("", "*holds no passphrase.")]
    [InlineData("\n", "*holds no passphrase.")]
    [InlineData(null, "*cannot be read*")]
    public void A_file_without_one_is_refused(string? content, string sentence)
    {
        if (content is not null) File.WriteAllText(_folder["passphrase"], content);

        var reading = () => Passphrase.Read(_folder["passphrase"]);

        reading.Should().Throw<StartupException>().WithMessage(sentence);
    }

    [Fact]
    public void A_file_that_is_too_long_is_no_passphrase()
    {
        File.WriteAllText(_folder["passphrase"], new string('x', 2000));

        var reading = () => Passphrase.Read(_folder["passphrase"]);

        reading.Should().Throw<StartupException>().WithMessage("*too long for a passphrase.");
    }

    public void Dispose() => _folder.Dispose();
}
