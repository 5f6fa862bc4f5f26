using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Hotline.Cryptography;
using Hotline.TestData;

namespace Hotline.Transcript.Tests;

/// <summary>Exported logs are read by a program that shares no line with ours: independent/verify_log.py, with the signature checked by OpenSSL.</summary>
public sealed class IndependentVerifierTests : IDisposable
{
    private static readonly string Program = Path.Combine(SharedData.Checkout, "tests", "Hotline.Transcript.Tests", "independent", "verify_log.py");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(257, 3)]
    [InlineData(600, 4)]
    public async Task It_verifies_an_exported_log(int size, int tiles)
    {
        await Export(size);

        var (code, output) = await Run(ALog.Key.ToString());

        output.Should().Be($"OK {ALog.Origin}: {size} entries, {tiles} tiles, 0 earlier partial files\n");
        code.Should().Be(0);
    }

    [Fact]
    public async Task It_verifies_the_partial_files_that_a_growing_log_left_behind()
    {
        foreach (var size in new[] { 1, 255, 257, 600 }) await Export(size);

        var (code, output) = await Run(ALog.Key.ToString());

        output.Should().Be($"OK {ALog.Origin}: 600 entries, 4 tiles, 7 earlier partial files\n");
        code.Should().Be(0);
    }

    [Theory]
    [InlineData("checkpoint", 0)]
    [InlineData("checkpoint", 30)]
    [InlineData("checkpoint", 150)]
    [InlineData("tile/0/000", 8191)]
    [InlineData("tile/0/001.p/44", 0)]
    [InlineData("tile/0/000.p/200", 1)]
    [InlineData("tile/1/000.p/1", 31)]
    [InlineData("tile/entries/000", 2)]
    [InlineData("tile/entries/001.p/44", 0)]
    [InlineData("tile/entries/000.p/200", 7)]
    public async Task It_refuses_a_log_with_a_byte_changed(string path, int at)
    {
        await Export(200);
        await Export(300);
        Overwrite(path, content => Damage.Flip(content, at, 1));

        var (code, output) = await Run(ALog.Key.ToString());

        code.Should().Be(1, output);
        output.Should().StartWith("REFUSED: ");
    }

    [Fact]
    public async Task It_refuses_what_is_no_signature_of_the_log()
    {
        using var other = Ed25519PrivateKey.Generate();
        await Export(3);

        (await Run(new NoteSigner(ALog.Origin, other).Key.ToString())).Output.Should().Be("REFUSED: the log did not sign the checkpoint\n");
        (await Run(ALog.Key.ToString().Replace("+", "+0", StringComparison.Ordinal))).Code.Should().Be(1);
        (await Run(WithAnotherId(ALog.Key))).Output.Should().Be("REFUSED: the id of the verifier key is not that of its name and key\n");
        Overwrite("checkpoint", note => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(note).Replace("\n3\n", "\n03\n", StringComparison.Ordinal)));
        (await Run(ALog.Key.ToString())).Output.Should().Be("REFUSED: the signature of the log does not hold\n");
    }

    [Theory]
    [InlineData("checkpoint")]
    [InlineData("tile/0/001.p/44")]
    [InlineData("tile/1/000.p/1")]
    [InlineData("tile/entries/000")]
    public async Task It_refuses_a_log_that_lacks_a_file(string path)
    {
        await Export(300);
        File.Delete(Path.Combine(_folder.Path, path));

        (await Run(ALog.Key.ToString())).Should().Be((1, $"REFUSED: {path} is missing\n"));
    }

    /// <summary>Signed by the log itself, and still not the log: a root that is another tree's.</summary>
    [Fact]
    public async Task It_refuses_a_genuine_signature_over_a_wrong_root()
    {
        await Export(300);
        Overwrite("checkpoint", _ => ALog.Checkpoint(300, TreeHash.Empty));

        (await Run(ALog.Key.ToString())).Should().Be((1, "REFUSED: the root is not that of the entries\n"));
    }

    public void Dispose() => _folder.Dispose();

    private static string WithAnotherId(VerifierKey key)
    {
        var parts = key.ToString().Split('+', 3);
        return $"{parts[0]}+{key.Id ^ 1:x8}+{parts[2]}";
    }

    private Task Export(int size) => LogExport.WriteAsync(ALog.OfSize(size), _folder.Path, null, Cancel);

    private void Overwrite(string path, Func<byte[], byte[]> change)
    {
        var file = Path.Combine(_folder.Path, path);
        var changed = change(File.ReadAllBytes(file));
        File.Delete(file);
        File.WriteAllBytes(file, changed);
    }

    /// <summary>Skips the calling test where Python or OpenSSL is not installed.</summary>
    private async Task<(int Code, string Output)> Run(string key)
    {
        var start = new ProcessStartInfo("python3", [Program, _folder.Path, key]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync(Cancel);
            var output = await process.StandardOutput.ReadToEndAsync(Cancel);
            await process.WaitForExitAsync(Cancel);
            Assert.SkipWhen(process.ExitCode == 3, "not installed: openssl");
            return (process.ExitCode, (output + await errors).ReplaceLineEndings("\n"));
        }
        catch (Win32Exception)
        {
            Assert.Skip("not installed: python3");
            throw;
        }
    }
}
