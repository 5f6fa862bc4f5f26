using System.Security.Cryptography;
using Hotline.Evidence;
using Hotline.Receipts;
using Hotline.Storage;
using Hotline.TestData;
using Hotline.Transcript;

namespace Hotline.Cli.Tests;

public sealed class TranscriptVerbsTests(TwoMembers world) : IClassFixture<TwoMembers>, IDisposable
{
    private readonly Fresh _fresh = new();

    [Fact]
    public async Task A_genuine_transcript_is_verified_with_the_evidence_in_it()
    {
        var folder = await Export(Genuine());

        var run = await Verify(folder, "--rosters", world.Rosters);

        run.Code.Should().Be(0, run.Output);
        run.Json.GetProperty("holds").GetBoolean().Should().BeTrue();
        run.Json.GetProperty("origin").GetString().Should().Be("alba.example/transcript/1");
        run.Json.GetProperty("entries").GetInt32().Should().Be(4);
        run.Json.GetProperty("isAudited").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_roster_names_the_keys_where_none_are_given()
    {
        var folder = await Export(Genuine());

        var run = await RunOfHotline.Of("transcript", "verify", folder, "--rosters", world.Rosters);

        run.Code.Should().Be(0, run.Output);
        run.Output.Should().Contain("VERIFIED").And.Contain("signatures and proofs within entries checked");
    }

    [Fact]
    public async Task Without_any_key_nothing_is_judged()
    {
        var folder = await Export(Genuine());

        var run = await RunOfHotline.Of("transcript", "verify", folder);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("--vkey");
    }

    [Fact]
    public async Task Another_logs_key_does_not_verify_it()
    {
        var folder = await Export(Genuine());

        var run = await RunOfHotline.Of(["transcript", "verify", folder, "--json", .. world.Keys("borea")]);

        run.Code.Should().Be(1);
        run.Json.GetProperty("holds").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_change_of_any_byte_of_any_file_is_refused()
    {
        var folder = await Export(Genuine());
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        files.Should().HaveCount(3, "four leaves make a checkpoint, a tile and a bundle");

        foreach (var file in files)
        {
            var genuine = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            File.Delete(file);
            for (var change = 0; change < 60; change++)
            {
                var at = RandomNumberGenerator.GetInt32(genuine.Length);
                var changed = genuine.ToArray();
                changed[at] ^= (byte)RandomNumberGenerator.GetInt32(1, 256);
                await File.WriteAllBytesAsync(file, changed, TestContext.Current.CancellationToken);
                (await Verify(folder)).Code.Should().Be(1, $"byte {at} of {file} was {genuine[at]} and is {changed[at]}");
            }

            await File.WriteAllBytesAsync(file, genuine, TestContext.Current.CancellationToken);
        }

        (await Verify(folder)).Code.Should().Be(0);
    }

    [Fact]
    public async Task A_missing_bundle_is_named()
    {
        var folder = await Export(Genuine());
        Directory.Delete(Path.Combine(folder, "tile", "entries"), recursive: true);

        var run = await Verify(folder);

        run.Code.Should().Be(1);
        run.Output.Should().Contain("tile/entries/000.p/4");
    }

    [Fact]
    public Task An_owner_cannot_log_an_NRO_that_its_sender_did_not_sign() =>
        IsFoundOut(log => log.Append(world.Origin(signer: "borea").Bytes), "its signature is by no key of its sender");

    [Fact]
    public Task A_service_cannot_speak_for_a_desk() =>
        IsFoundOut(log => log.Append(world.Origin(role: "service").Bytes), "an automatic service signed what only a desk may");

    [Fact]
    public Task An_owner_cannot_log_a_receipt_that_its_issuer_did_not_log() =>
        IsFoundOut(
            log =>
            {
                var genuine = world.Origin();
                var other = world.Origin();
                var proofOfOther = world.ForeignEntry(other, ReceiptKind.Delivered, "borea")[world.Entry(other, ReceiptKind.Delivered, "borea").Length..];
                log.Append(genuine.Bytes, (byte[])[.. world.Entry(genuine, ReceiptKind.Delivered, "borea"), .. proofOfOther]);
            },
            "NRD of borea.example");

    [Fact]
    public Task An_owner_cannot_log_anothers_receipt_without_its_proof() =>
        IsFoundOut(log => log.Append(world.Entry(world.Origin(), ReceiptKind.Delivered, "borea")), "it is by borea.example and has no proof");

    [Fact]
    public Task A_node_cannot_acknowledge_in_place_of_its_desk() =>
        IsFoundOut(
            log =>
            {
                var signed = world.Entry(world.Origin(), ReceiptKind.Read, "alba");
                log.Append(signed.AsMemory(0, signed.AsSpan().LastIndexOf("\n\n"u8) + 1));
            },
            "it is not signed by the desk");

    [Fact]
    public Task What_is_no_evidence_at_all_is_named() => IsFoundOut(log => log.Append("minutes of the meeting\n"u8.ToArray()), "entry 0");

    [Fact]
    public async Task An_export_grows_with_its_log_and_refuses_a_fork()
    {
        var log = Genuine();
        var folder = await Export(log);
        var entries = log.ReadEntries(0, 10);
        log.Append(world.Origin().Bytes);
        await LogExport.WriteAsync(new TranscriptStoreSource(log), folder, null, TestContext.Current.CancellationToken);
        var grown = await Verify(folder);
        var fork = world.NewLog("alba");
        fork.Append(entries[0], entries[1], entries[3], entries[2]);

        var forked = () => LogExport.WriteAsync(new TranscriptStoreSource(fork), folder, null, TestContext.Current.CancellationToken);

        grown.Code.Should().Be(0, grown.Output);
        await forked.Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task A_data_directory_is_judged_by_its_own_keys()
    {
        var node = _fresh.Node("alba").Directory;
        var early = await RunOfHotline.Of("transcript", "verify", node);
        var (database, _, _) = StorageServices.OpenSqliteNode(Path.Combine(node, "node.db"), default(Real));
        await database.DisposeAsync();

        var empty = await RunOfHotline.Of("transcript", "verify", node, "--json");

        early.Code.Should().Be(1);
        early.Complaints.Should().Contain("There is no database");
        empty.Code.Should().Be(1, "a log without a checkpoint proves nothing");
        empty.Json.GetProperty("faults")[0].GetProperty("where").GetString().Should().Be("checkpoint");
    }

    [Theory]
    [InlineData("nowhere", "no directory and no https URL")]
    [InlineData("http://127.0.0.1:1/transcript/1/", "no directory and no https URL")]
    public async Task What_is_no_transcript_is_said_so(string source, string sentence)
    {
        var run = await Verify(source);

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain(sentence);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_sentence_and_not_a_verdict()
    {
        var run = await Verify("https://127.0.0.1:1/transcript/1/");

        run.Code.Should().Be(2);
        run.Complaints.Should().Contain("cannot be reached");
    }

    public void Dispose() => _fresh.Dispose();

    /// <summary>Alba's transcript of one message: her NRO, the hub's NRS, Borea's NRD and NRR.</summary>
    private LogInMemory Genuine()
    {
        var log = world.NewLog("alba");
        var origin = world.Origin();
        log.Append(
            origin.Bytes, world.ForeignEntry(origin, ReceiptKind.Submitted, "hub"), world.ForeignEntry(origin, ReceiptKind.Delivered, "borea"),
            world.ForeignEntry(origin, ReceiptKind.Read, "borea"));
        return log;
    }

    private async Task IsFoundOut(Action<LogInMemory> lie, string rule)
    {
        var log = world.NewLog("alba");
        lie(log);
        var folder = await Export(log);

        var hashes = await Verify(folder);
        var evidence = await Verify(folder, "--rosters", world.Rosters);

        hashes.Code.Should().Be(0, "the tree itself is signed by its owner");
        evidence.Code.Should().Be(1);
        evidence.Output.Should().Contain(rule);
    }

    private async Task<string> Export(LogInMemory log)
    {
        var folder = _fresh["log"];
        Directory.CreateDirectory(folder);
        await LogExport.WriteAsync(new TranscriptStoreSource(log), folder, null, TestContext.Current.CancellationToken);
        return folder;
    }

    private Task<RunOfHotline> Verify(string source, params string[] more) =>
        RunOfHotline.Of(["transcript", "verify", source, "--json", .. world.Keys("alba"), .. more]);
}
