using System.Globalization;
using System.Text;
using Hotline.TestData;

namespace Hotline.Transcript.Tests.Vectors;

/// <summary>Whole logs of other makes, verified from the entries up at every size they were published at.</summary>
public sealed class PublishedLogTests
{
    private static readonly string[] Witnesses = ["witness1.vkey", "witness2.vkey", "witness3.vkey"];

    [Fact]
    public async Task The_log_of_Tessera_verifies_at_each_of_its_sizes()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/logs/tessera"));
        var verifier = new CheckpointVerifier("example.com/log/testdata", KeyIn(log, "log.vkey"));
        var leaves = new List<TreeHash>();
        var roots = new List<TreeHash>();

        for (ulong size = 0; size <= 15; size++)
        {
            var report = await VerifyAt(log, verifier, size);
            report.Faults.Should().BeEmpty();
            report.Holds.Should().BeTrue();
            report.IsWhole.Should().BeTrue();
            (report.Checkpoint!.Size, report.Entries).Should().Be((size, size));
            roots.Add(report.Checkpoint.Root);
        }

        await foreach (var entry in LogVerifier.ReadEntriesAsync(log, 15, TestContext.Current.CancellationToken)) leaves.Add(TreeHash.OfLeaf(entry.Span));
        var tree = new ATree(leaves);
        for (var size = 1; size <= 15; size++)
        {
            tree.RootByDefinition(size).Should().Be(roots[size]);
            for (var old = 0; old <= size; old++)
                MerkleProof.VerifyConsistency((ulong)old, (ulong)size, roots[old], roots[size], tree.ProveConsistency((ulong)old, (ulong)size)).Should().BeTrue();
        }
    }

    [Fact]
    public async Task The_log_of_300_entries_verifies_at_each_of_its_checkpoints()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/own"));
        var verifier = new CheckpointVerifier("node.example/transcript/1", KeyIn(log, "log.vkey"));

        foreach (var size in new ulong[] { 1, 255, 256, 300 })
        {
            var report = await VerifyAt(log, verifier, size);
            report.Faults.Should().BeEmpty();
            (report.Checkpoint!.Size, report.Entries, report.Holds).Should().Be((size, size, true));
        }
    }

    [Fact]
    public void Every_proof_in_the_log_of_300_entries_holds_for_its_entry_and_no_other()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/own"));
        var verifier = new CheckpointVerifier("node.example/transcript/1", KeyIn(log, "log.vkey"));
        var entries = log.Files.Where(file => file.Key.StartsWith("entry.", StringComparison.Ordinal))
            .ToDictionary(file => ulong.Parse(file.Key.AsSpan(6), CultureInfo.InvariantCulture), file => file.Value);
        var (proofs, refused) = (0, 0);

        foreach (var (name, text) in log.Files.Where(file => file.Key.EndsWith(".tlog-proof", StringComparison.Ordinal)))
        {
            var numbers = name.Split('.')[1..3].Select(part => ulong.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            var proof = TlogProof.Parse(text);
            proof.Index.Should().Be(numbers[1]);
            proof.Verify(entries[proof.Index], verifier).Size.Should().Be(numbers[0]);
            TlogProof.Format(proof.Index, proof.Hashes, proof.CheckpointNote).Should().Equal(text);
            proofs++;
            foreach (var other in entries.Where(entry => entry.Key != proof.Index))
            {
                proof.TryVerify(other.Value, verifier, out _).Should().BeFalse();
                refused++;
            }
        }

        (entries.Count, proofs, refused).Should().Be((7, 10, 60));
    }

    [Fact]
    public async Task Each_entry_of_the_log_of_300_stands_in_its_bundle()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/own"));
        var entries = new List<ReadOnlyMemory<byte>>();

        await foreach (var entry in LogVerifier.ReadEntriesAsync(log, 300, TestContext.Current.CancellationToken)) entries.Add(entry);

        entries.Should().HaveCount(300);
        foreach (var index in new[] { 0, 127, 128, 150, 254, 255, 299 })
            entries[index].ToArray().Should().Equal(log.Files[$"entry.{index}"]);
        EntryBundle.Write(entries[..256]).Should().Equal(log.Files["tile/entries/000"]);
        EntryBundle.Write(entries[256..]).Should().Equal(log.Files["tile/entries/001.p/44"]);
    }

    [Fact]
    public void The_checkpoints_of_the_log_of_300_carry_the_cosignatures_of_three_witnesses()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/own"));
        VerifierKey[] keys = [KeyIn(log, "log.vkey"), .. Witnesses.Select(name => KeyIn(log, name))];

        foreach (var name in new[] { "checkpoint", "checkpoint.1", "checkpoint.255", "checkpoint.256", "checkpoint.300" })
            SignedNote.Parse(log.Files[name]).Verify(keys).Should().Equal(keys);
    }

    [Fact]
    public void An_ML_DSA_cosignature_of_another_library_holds_for_its_checkpoint_only()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/own"));
        var witness = KeyIn(log, "witness-pq.vkey");
        var note = SignedNote.Parse(log.Files["checkpoint.pq"]);
        var line = note.Signatures.Single(signature => signature.Name == witness.Name).ToLine();

        var moved = SignedNote.Parse((byte[])[.. log.Files["checkpoint.255"], .. Encoding.UTF8.GetBytes(line)]);

        note.Verify([KeyIn(log, "log.vkey"), witness]).Should().HaveCount(2);
        moved.Invoking(other => other.Verify([witness])).Should().Throw<NoteException>();
    }

    /// <summary>Its tiles are placeholders and its note signature is that of RFC 6962, which is not a type of key here; paths and checkpoint are real.</summary>
    [Fact]
    public async Task The_log_of_Sunlight_has_the_paths_and_the_checkpoint_of_300_leaves_but_no_key_of_ours()
    {
        var log = MemoryLogSource.Of(SharedData.Require("vectors/tlog/logs/sunlight-static-ct"));
        var note = SignedNote.Parse(log.Files["checkpoint"]);
        var checkpoint = Checkpoint.Parse(note.Text);
        var tiles = log.Files.Keys.Where(path => TilePath.TryParse(path, out _));
        using var state = SharedData.ReadJson("vectors/tlog/logs/sunlight-static-ct/log.v3.json");
        var head = state.RootElement.GetProperty("final_tree_head");

        checkpoint.Origin.Should().Be("rome2026h1.example.org");
        checkpoint.Size.Should().Be(300).And.Be(head.GetProperty("tree_size").GetUInt64());
        checkpoint.Root.ToString().Should().Be(head.GetProperty("sha256_root_hash").GetString());
        note.Verify([ALog.Key]).Should().BeEmpty();
        tiles.Should().BeEquivalentTo("tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1");
        log.Files.Keys.Where(path => path.StartsWith("tile/", StringComparison.Ordinal)).Should().HaveCount(6, "bundles and names have paths of their own there");
        var report = await LogVerifier.VerifyAsync(log, new CheckpointVerifier(checkpoint.Origin, ALog.Key), null, TestContext.Current.CancellationToken);
        report.Holds.Should().BeFalse();
    }

    private static VerifierKey KeyIn(MemoryLogSource log, string name) => VerifierKey.Parse(Encoding.UTF8.GetString(log.Files[name]).TrimEnd('\n'));

    private static Task<LogReport> VerifyAt(MemoryLogSource log, CheckpointVerifier verifier, ulong size) => LogVerifier.VerifyAsync(
        log.With("checkpoint", log.Files[$"checkpoint.{size}"]), verifier, null, TestContext.Current.CancellationToken);
}
