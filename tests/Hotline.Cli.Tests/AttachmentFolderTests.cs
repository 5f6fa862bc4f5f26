using Google.Protobuf;
using Hotline.Cli.Messages;
using Hotline.Wire;

namespace Hotline.Cli.Tests;

public sealed class AttachmentFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hotline-attachments-");

    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../.ssh/authorized_keys", "authorized_keys")]
    [InlineData("C:\\Windows\\system32\\evil.dll", "evil.dll")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..", "attachment")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("", "attachment")]
    [InlineData("a\u202Egpj.exe", "agpj.exe")]
    public void A_senders_file_name_never_leaves_the_folder(string name, string saved) =>
        AttachmentFolder.SafeName(name).Should().Be(saved);

    [Fact]
    public async Task An_attachment_never_overwrites_a_file()
    {
        var attachment = new AttachmentContent { Name = "note.txt", Content = ByteString.CopyFromUtf8("first") };
        var path = await AttachmentFolder.SaveAsync(_folder.FullName, attachment, TestContext.Current.CancellationToken);
        attachment.Content = ByteString.CopyFromUtf8("second");

        var again = () => AttachmentFolder.SaveAsync(_folder.FullName, attachment, TestContext.Current.CancellationToken);

        await again.Should().ThrowAsync<IOException>();
        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Should().Be("first");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
