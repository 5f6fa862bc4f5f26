using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Transcript.Tests.Vectors;

/// <summary>Inclusion and consistency proofs of RFC 6962 and RFC 9162, good and bad, as the Go library of certificate transparency publishes them.</summary>
public sealed class MerkleVectorTests
{
    private enum Outcome
    {
        Holds,
        Refused,

        /// <summary>A hash that is not 32 bytes never becomes a <see cref="TreeHash"/>.</summary>
        NoHash,
    }

    [Fact]
    public void Every_inclusion_proof_is_judged_as_published()
    {
        var outcomes = Judge("vectors/tlog/merkle/inclusion", (record, expected) =>
        {
            if (!TryHashes(record, out var hashes, "leafHash", "root")) return Outcome.NoHash;
            var holds = MerkleProof.VerifyInclusion(
                record.GetProperty("leafIdx").GetUInt64(), record.GetProperty("treeSize").GetUInt64(), hashes[0], hashes[1], hashes[2..]);
            holds.Should().Be(expected, record.ToString());
            return holds ? Outcome.Holds : Outcome.Refused;
        });

        outcomes.Should().Equal(new Dictionary<(bool, Outcome), int>
        {
            [(true, Outcome.Holds)] = 6,
            [(false, Outcome.Refused)] = 66,
            [(false, Outcome.NoHash)] = 26,
        });
    }

    [Fact]
    public void Every_consistency_proof_is_judged_as_published()
    {
        var outcomes = Judge("vectors/tlog/merkle/consistency", (record, expected) =>
        {
            if (!TryHashes(record, out var hashes, "root1", "root2")) return Outcome.NoHash;
            var holds = MerkleProof.VerifyConsistency(
                record.GetProperty("size1").GetUInt64(), record.GetProperty("size2").GetUInt64(), hashes[0], hashes[1], hashes[2..]);
            holds.Should().Be(expected, record.ToString());
            return holds ? Outcome.Holds : Outcome.Refused;
        });

        outcomes.Should().Equal(new Dictionary<(bool, Outcome), int>
        {
            [(true, Outcome.Holds)] = 5,
            // One good record has roots of 11 bytes, which no tree over SHA-256 has.
            [(true, Outcome.NoHash)] = 1,
            [(false, Outcome.Refused)] = 66,
            [(false, Outcome.NoHash)] = 26,
        });
    }

    private static Dictionary<(bool Expected, Outcome Outcome), int> Judge(string folder, Func<JsonElement, bool, Outcome> judge)
    {
        var outcomes = new Dictionary<(bool, Outcome), int>();
        foreach (var file in Directory.EnumerateFiles(SharedData.Require(folder), "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            var expected = !document.RootElement.GetProperty("wantErr").GetBoolean();
            var outcome = (expected, judge(document.RootElement, expected));
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        return outcomes;
    }

    /// <summary>The named hashes, then those of the proof.</summary>
    private static bool TryHashes(JsonElement record, out TreeHash[] hashes, params string[] names)
    {
        var proof = record.GetProperty("proof");
        string[] texts =
        [
            .. names.Select(name => record.GetProperty(name).GetString()!),
            .. proof.ValueKind == JsonValueKind.Null ? [] : proof.EnumerateArray().Select(hash => hash.GetString()!),
        ];
        hashes = new TreeHash[texts.Length];
        for (var at = 0; at < texts.Length; at++)
            if (!TreeHash.TryParse(texts[at], out hashes[at])) return false;
        return true;
    }
}
