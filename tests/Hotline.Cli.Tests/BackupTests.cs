using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Hotline.Cli.Operations;
using Hotline.Storage;

namespace Hotline.Cli.Tests;

public sealed class BackupTests : IDisposable
{
    private readonly Fresh _fresh = new();

    [Fact]
    public async Task What_was_backed_up_comes_back_file_by_file()
    {
        var hub = _fresh.Hub("hub").Directory;
        await MakeDatabase(hub);

        var backup = await RunOfHotline.Of("backup", "--to", _fresh["hub.tar"], "--data", hub, "--json");
        var restore = await RunOfHotline.Of("restore", "--from", _fresh["hub.tar"], "--data", _fresh["restored"], "--json");

        backup.Code.Should().Be(0, backup.Complaints);
        restore.Code.Should().Be(0, restore.Complaints);
        foreach (var file in Directory.EnumerateFiles(hub, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is not ("lock" or "process" or "hub.db")))
            File.ReadAllBytes(Path.Combine(_fresh["restored"], Path.GetRelativePath(hub, file))).Should().Equal(File.ReadAllBytes(file), file);
        using var database = StorageServices.ReadSqlite(Path.Combine(_fresh["restored"], "hub.db"));
        database.ReadHead().Should().BeNull("the hub has carried nothing yet, but its database is whole");
    }

    [Fact]
    public async Task A_backup_is_for_its_owner_only_and_overwrites_nothing()
    {
        var hub = _fresh.Hub("hub").Directory;
        await MakeDatabase(hub);
        await RunOfHotline.Of("backup", "--to", _fresh["hub.tar"], "--data", hub);

        var again = await RunOfHotline.Of("backup", "--to", _fresh["hub.tar"], "--data", hub);

        again.Code.Should().Be(2);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(_fresh["hub.tar"]).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_directory_that_holds_something_is_not_restored_over()
    {
        Directory.CreateDirectory(_fresh["precious"]);
        await File.WriteAllTextAsync(Path.Combine(_fresh["precious"], "node.db"), "evidence", TestContext.Current.CancellationToken);
        WriteTar(("hotline.json", "{}"));

        var restore = await RunOfHotline.Of("restore", "--from", _fresh["made.tar"], "--data", _fresh["precious"]);

        restore.Code.Should().Be(2);
        Directory.GetFiles(_fresh["precious"]).Should().ContainSingle();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/passwd")]
    [InlineData("keys/../../outside")]
    [InlineData("keys//tls.key")]
    [InlineData("keys\\..\\outside")]
    [InlineData("./lock")]
    [InlineData("")]
    public void No_name_leads_out_of_the_directory(string name) => BackupArchive.IsPlainPath(name).Should().BeFalse();

    [Fact]
    public void A_name_that_leads_out_is_refused_even_when_the_manifest_has_it()
    {
        WriteTar(("hotline.json", "{}"), ("../outside", "x"));

        Unpacking().Should().Throw<BackupException>().WithMessage("*manifest is malformed*");
        File.Exists(_fresh["outside"]).Should().BeFalse();
        Directory.GetFileSystemEntries(_fresh["target"]).Should().BeEmpty();
    }

    [Fact]
    public void A_changed_file_leaves_nothing_behind()
    {
        WriteTar(("hotline.json", "{}"), ("keys/tls.key", "the key"));
        var bytes = File.ReadAllBytes(_fresh["made.tar"]);
        bytes[bytes.AsSpan().IndexOf("the key"u8)] ^= 1;
        File.WriteAllBytes(_fresh["made.tar"], bytes);

        Unpacking().Should().Throw<BackupException>().WithMessage("*keys/tls.key is damaged*");
        Directory.GetFileSystemEntries(_fresh["target"]).Should().BeEmpty();
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        WriteTar([("hotline.json", "{}"), ("keys/tls.key", "the key")], leaveOut: "keys/tls.key");

        Unpacking().Should().Throw<BackupException>().WithMessage("*lacks keys/tls.key*");
    }

    [Fact]
    public void A_file_that_the_manifest_does_not_name_is_refused()
    {
        WriteTar([("hotline.json", "{}")], leaveOut: null, unnamed: "certs/extra.pem");

        Unpacking().Should().Throw<BackupException>().WithMessage("*certs/extra.pem*");
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public void Links_are_no_files(TarEntryType type)
    {
        using (var stream = File.Create(_fresh["made.tar"]))
        using (var tar = new TarWriter(stream))
        {
            WriteEntry(tar, "SHA256SUMS", $"{Sha256("")}  hotline.json\n");
            tar.WriteEntry(new PaxTarEntry(type, "hotline.json") { LinkName = "/etc/passwd" });
        }

        Unpacking().Should().Throw<BackupException>().WithMessage("*no plain file*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(5000)]
    public void What_is_no_backup_is_refused(int size)
    {
        var noise = new byte[size];
        RandomNumberGenerator.Fill(noise);
        File.WriteAllBytes(_fresh["made.tar"], noise);

        Unpacking().Should().Throw<BackupException>();
    }

    [Fact]
    public void A_backup_cut_off_anywhere_is_refused()
    {
        WriteTar(("hotline.json", "{}"), ("keys/tls.key", new string('k', 3000)));
        var whole = File.ReadAllBytes(_fresh["made.tar"]);
        var lastOfContent = whole.AsSpan().LastIndexOf((byte)'k');

        for (var cut = 100; cut < lastOfContent; cut += 411)
        {
            File.WriteAllBytes(_fresh["made.tar"], whole[..cut]);
            Unpacking().Should().Throw<BackupException>($"only {cut} bytes are there");
        }
    }

    [Fact]
    public void A_backup_changed_anywhere_is_refused_or_restores_the_same_files()
    {
        WriteTar(("hotline.json", "{}"), ("keys/tls.key", "the key"));
        var whole = File.ReadAllBytes(_fresh["made.tar"]);
        var target = _fresh["target"];

        (from at in Gen.Int[0, whole.Length - 1] from value in Gen.Byte select (at, value)).Sample(
            change =>
            {
                var changed = whole.ToArray();
                changed[change.at] = change.value;
                Directory.CreateDirectory(target);
                try
                {
                    BackupArchive.Unpack(new MemoryStream(changed), target, new Progress<double>(), CancellationToken.None);
                    Directory.GetFiles(target, "*", SearchOption.AllDirectories).Order().Select(path => (Path.GetRelativePath(target, path), File.ReadAllText(path)))
                        .Should().Equal(("hotline.json", "{}"), ("keys/tls.key", "the key"));
                    Directory.Delete(target, recursive: true);
                }
                catch (BackupException)
                {
                    Directory.GetFileSystemEntries(target).Should().BeEmpty();
                }
            },
            iter: 2000, threads: 1);
    }

    public void Dispose() => _fresh.Dispose();

    private static async Task MakeDatabase(string hub)
    {
        var (database, _) = StorageServices.OpenSqliteHub(Path.Combine(hub, "hub.db"), default(Real));
        await database.DisposeAsync();
    }

    private Action Unpacking() => () =>
    {
        Directory.CreateDirectory(_fresh["target"]);
        using var archive = File.OpenRead(_fresh["made.tar"]);
        BackupArchive.Unpack(archive, _fresh["target"], new Progress<double>(), TestContext.Current.CancellationToken);
    };

    private void WriteTar(params (string Name, string Content)[] files) => WriteTar(files, leaveOut: null);

    private void WriteTar((string Name, string Content)[] files, string? leaveOut, string? unnamed = null)
    {
        using var stream = File.Create(_fresh["made.tar"]);
        using var tar = new TarWriter(stream);
        WriteEntry(tar, "SHA256SUMS", string.Concat(files.Select(file => $"{Sha256(file.Content)}  {file.Name}\n")));
        foreach (var (name, content) in files.Where(file => file.Name != leaveOut)) WriteEntry(tar, name, content);
        if (unnamed is not null) WriteEntry(tar, unnamed, "surprise");
    }

    private static void WriteEntry(TarWriter tar, string name, string content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });

    private static string Sha256(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
