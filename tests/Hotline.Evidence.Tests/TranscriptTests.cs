using Hotline.Cryptography;
using Hotline.Stores;
using Hotline.TestData;
using Hotline.Transcript;

namespace Hotline.Evidence.Tests;

/// <summary>A node's own log, as it is read by others and by the node itself after a restart.</summary>
public sealed class TranscriptTests : IDisposable
{
    private readonly Ed25519PrivateKey _key = Ed25519PrivateKey.Generate();
    private readonly MlDsaPrivateKey _mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);
    private readonly CheckpointSigner _signer;

    public TranscriptTests() => _signer = new CheckpointSigner("alba.example/transcript/1", _key, _mlDsa);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void The_origin_names_node_domain_and_shard()
    {
        LogOrigin.Of(NodeName.Parse("alba.example"), default(Real)).Should().Be("alba.example/transcript/1");
        LogOrigin.Of(NodeName.Parse("alba.example"), new Exercise("cyber-fog"), shard: 2).Should().Be("alba.example/exercise/cyber-fog/2");
    }

    [Fact]
    public async Task A_log_served_from_its_store_verifies_whole_and_at_every_size_it_ever_had()
    {
        var log = Filled(600);
        var source = new TranscriptStoreSource(log);

        var report = await LogVerifier.VerifyAsync(source, new CheckpointVerifier(_signer.LogKey.Name, _signer.LogKey, _signer.MlDsaKey), null, Cancel);

        report.Holds.Should().BeTrue();
        (report.Entries, report.IsWhole).Should().Be((600, true));
        (await source.ReadAsync("tile/0/002.p/88", Cancel))!.Length.Should().Be(88 * 32);
        (await source.ReadAsync("tile/0/002.p/87", Cancel))!.Length.Should().Be(87 * 32, "a tile of a smaller size is a prefix");
        (await source.ReadAsync("tile/entries/002.p/88", Cancel)).Should().NotBeNull();
    }

    [Theory]
    [InlineData("tile/0/002.p/89")]
    [InlineData("tile/0/002")]
    [InlineData("tile/1/000.p/3")]
    [InlineData("tile/entries/002.p/89")]
    [InlineData("tile/0/003.p/1")]
    [InlineData("tile/0/000/../000")]
    [InlineData("../hub.key")]
    [InlineData("")]
    public async Task What_the_log_does_not_have_is_not_there(string path) =>
        (await new TranscriptStoreSource(Filled(600)).ReadAsync(path, Cancel)).Should().BeNull();

    [Fact]
    public async Task An_empty_store_has_no_checkpoint() =>
        (await new TranscriptStoreSource(new LogInMemory(_signer)).ReadAsync("checkpoint", Cancel)).Should().BeNull();

    [Fact]
    public void Every_entry_is_proven_and_only_that_one()
    {
        var log = Filled(300);
        var head = log.ReadHead()!;
        var verifier = new CheckpointVerifier(_signer.LogKey.Name, _signer.LogKey, _signer.MlDsaKey);

        foreach (ulong index in new ulong[] { 0, 1, 255, 256, 299 })
        {
            TlogProof.TryParse(new LogProofs(log).Prove(index, head), out var proof).Should().BeTrue();
            proof!.TryVerify(Entry(index), verifier, out _).Should().BeTrue();
            proof.TryVerify(Entry(index + 1), verifier, out _).Should().BeFalse();
        }
    }

    [Fact]
    public void After_a_restart_times_go_on_from_the_last_checkpoint()
    {
        var signed = new DateTimeOffset(2026, 11, 24, 12, 0, 0, 500, TimeSpan.Zero);
        var head = new LogHead(0, Digest.Of(""u8), _signer.Sign(0, TreeEdge.Empty.Root, signed));

        var last = LogTime.LastOf(head, _signer.MlDsaKey);

        last.Should().BeOnOrAfter(signed).And.BeBefore(signed.AddSeconds(1));
        LogTime.LastOf(null, _signer.MlDsaKey).Should().Be(DateTimeOffset.UnixEpoch);
    }

    public void Dispose()
    {
        _key.Dispose();
        _mlDsa.Dispose();
    }

    private LogInMemory Filled(int count)
    {
        var log = new LogInMemory(_signer);
        log.Append([.. Enumerable.Range(0, count).Select(index => (ReadOnlyMemory<byte>)Entry((ulong)index))]);
        return log;
    }

    private static byte[] Entry(ulong index) => [(byte)'e', (byte)(index >> 8), (byte)index];
}
