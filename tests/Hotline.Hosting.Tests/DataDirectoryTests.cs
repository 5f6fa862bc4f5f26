using System.Globalization;

namespace Hotline.Hosting.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void A_directory_is_one_processs_at_a_time_and_the_sentence_names_it()
    {
        using var first = _folder.Data.Lock();

        var second = () => _folder.Data.Lock();

        second.Should().Throw<StartupException>().WithMessage(
            string.Create(CultureInfo.InvariantCulture, $"{_folder.Path} is in use by process {Environment.ProcessId}: stop it first, or name another directory with --data."));
    }

    [Fact]
    public void What_ended_leaves_the_directory_free()
    {
        _folder.Data.Lock().Dispose();

        _folder.Data.Lock().Dispose();
    }

    [Fact]
    public void A_directory_open_to_others_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "not installed: Unix file modes");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.GroupRead);

        var opening = () => _folder.Data.Lock();

        opening.Should().Throw<StartupException>().WithMessage($"*is open to others than its owner: close it with 'chmod 700 {_folder.Path}'.");
    }

    [Fact]
    public void A_missing_directory_is_told_with_the_next_step()
    {
        var opening = () => DataDirectory.Open(_folder["nowhere"]);

        opening.Should().Throw<StartupException>().WithMessage($"*does not exist: make it with 'hotline init --data {_folder["nowhere"]}'.");
    }

    [Fact]
    public void The_operators_socket_is_in_the_directory_or_where_paths_are_short()
    {
        OperatorSocket.PathFor(_folder.Path).Should().Be(_folder["operator.sock"]);
        var deep = _folder[new string('d', 100)];

        var elsewhere = OperatorSocket.PathFor(deep);

        elsewhere.Should().NotStartWith(_folder.Path).And.EndWith(".sock").And.Be(OperatorSocket.PathFor(deep), "client and server find the same");
        elsewhere.Should().NotBe(OperatorSocket.PathFor(deep + "x"));
    }

    public void Dispose() => _folder.Dispose();
}
