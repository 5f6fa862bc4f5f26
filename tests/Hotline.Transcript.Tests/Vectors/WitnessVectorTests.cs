using System.Text;
using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Transcript.Tests.Vectors;

/// <summary>The requests that sunlight's witness is tested with, with the status and body that each must get.</summary>
public sealed class WitnessVectorTests
{
    [Fact]
    public async Task The_eleven_requests_get_their_statuses_and_bodies()
    {
        using var document = SharedData.ReadJson("vectors/tlog/witness/add-checkpoint.json");
        using var witness = AWitnessOf(document.RootElement);
        var cases = document.RootElement.GetProperty("cases");

        foreach (var row in cases.EnumerateArray())
        {
            var state = witness.State;
            var answer = await witness.Witness.AddCheckpointAsync(Body(row), TestContext.Current.CancellationToken);
            Check(row, answer);
            if (answer.Status != 200) witness.State.Should().Equal(state);
        }

        cases.GetArrayLength().Should().Be(11);
    }

    /// <summary>All but the three that are cosigned may come at any time, from any number of callers, and change nothing.</summary>
    [Fact]
    public async Task Raced_from_sixteen_callers_each_size_is_cosigned_by_one_and_the_rest_is_refused_as_always()
    {
        using var document = SharedData.ReadJson("vectors/tlog/witness/add-checkpoint.json");
        using var witness = AWitnessOf(document.RootElement);
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        var grows = cases.Where(row => row.GetProperty("status").GetInt32() == 200).ToArray();
        ulong last = 0;

        foreach (var grow in grows)
        {
            var size = ulong.Parse(Encoding.UTF8.GetString(Body(grow)).Split("\n\n")[1].Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => witness.Witness.AddCheckpointAsync(Body(grow), CancellationToken.None))));
            answers.Should().ContainSingle(answer => answer.Status == 200);
            answers.Where(answer => answer.Status != 200).Should().HaveCount(15).And.OnlyContain(answer => answer.Status == 409 && answer.ReadSize() == size);
            size.Should().BeGreaterThan(last);
            last = size;
        }

        foreach (var row in cases.Where(row => row.GetProperty("status").GetInt32() is 400 or 403 or 404))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => witness.Witness.AddCheckpointAsync(Body(row), CancellationToken.None))));
            answers.Should().OnlyContain(answer => answer.Status == row.GetProperty("status").GetInt32());
        }

        (grows.Length, last).Should().Be((3, 5UL));
    }

    [Fact]
    public void None_of_the_policies_of_a_laxer_parser_is_taken_and_each_refusal_names_its_line()
    {
        // Witness keys of type 0x01, comments behind a line, one key twice, a key that is taken for a name, and no quorum.
        string[] reasons = ["Line 1", "Line 2", "Line 1", "Line 1", "Line 1", "Line 1", "Line 1", "Line 1"];
        var folder = SharedData.Require("vectors/tlog/policy");
        using var document = JsonDocument.Parse(File.ReadAllBytes(Directory.GetFiles(folder, "*.json").Single()));
        var policies = document.RootElement.GetProperty("policies").EnumerateArray().Select(policy => policy.GetString()!).ToArray();

        policies.Should().HaveCount(8);
        foreach (var (policy, reason) in policies.Zip(reasons))
            policy.Invoking(text => WitnessPolicy.Parse(Encoding.UTF8.GetBytes(text))).Should().Throw<NoteException>().WithMessage(reason + "*");
    }

    [Fact]
    public void The_policy_of_two_in_three_states_is_met_by_the_checkpoint_and_by_every_proof_of_the_log()
    {
        var folder = SharedData.Require("vectors/tlog/own");
        var policy = WitnessPolicy.Parse(File.ReadAllBytes(Path.Combine(folder, "policy")));
        var proofs = Directory.GetFiles(folder, "*.tlog-proof");

        var judged = policy.Judge(File.ReadAllBytes(Path.Combine(folder, "checkpoint")));

        (judged.HasQuorum, judged.Checkpoint.Size, policy.Fewest, policy.Witnesses.Length).Should().Be((true, 300UL, 2, 3));
        judged.Cosignatures.Should().OnlyContain(cosignature => cosignature.Time == DateTimeOffset.FromUnixTimeSeconds(1_790_000_000));
        proofs.Should().HaveCount(10);
        foreach (var proof in proofs) policy.Judge(TlogProof.Parse(File.ReadAllBytes(proof)).CheckpointNote).HasQuorum.Should().BeTrue();
    }

    [Fact]
    public void Timestamps_of_published_cosignatures_are_read()
    {
        using var document = SharedData.ReadJson("vectors/tlog/cosignature/timestamps.json");
        var rows = document.RootElement.EnumerateArray().ToArray();
        var key = VerifierKey.Create("witness.example", KeyType.Cosignature, new byte[32]);

        foreach (var row in rows.Where(row => row.GetProperty("valid").GetBoolean()))
        {
            var bytes = row.GetProperty("base64").GetBytesFromBase64();
            var line = new NoteSignature("w", 0, bytes.AsMemory(4));
            Cosignature.Of(key, line)!.Time.ToUnixTimeSeconds().Should().Be(row.GetProperty("timestamp").GetInt64());
        }

        foreach (var row in rows.Where(row => !row.GetProperty("valid").GetBoolean()))
            NoteVerifier.Holds(key, "text\n"u8.ToArray(), row.GetProperty("base64").GetBytesFromBase64().AsSpan(4)).Should().BeFalse();
        rows.Should().HaveCount(2);
    }

    private static AWitness AWitnessOf(JsonElement vectors)
    {
        var key = Convert.FromHexString(vectors.GetProperty("log_ed25519_public_key_hex").GetString()!);
        return new AWitness("example.com/witness", VerifierKey.Create(vectors.GetProperty("log_origin").GetString()!, KeyType.Ed25519, key));
    }

    private static byte[] Body(JsonElement row) => Encoding.UTF8.GetBytes(row.GetProperty("body").GetString()!);

    private static void Check(JsonElement row, WitnessAnswer answer)
    {
        var (name, body) = (row.GetProperty("name").GetString(), Encoding.UTF8.GetString(answer.Body.Span));
        answer.Status.Should().Be(row.GetProperty("status").GetInt32(), name);
        if (answer.Status == 200) body.Should().StartWith(row.GetProperty("body_contains").GetString(), name).And.EndWith("\n");
        if (answer.Status != 409) return;
        body.Should().Be(row.GetProperty("body_contains").GetString(), name);
        answer.ContentType.Should().Be("text/x.tlog.size");
    }
}
