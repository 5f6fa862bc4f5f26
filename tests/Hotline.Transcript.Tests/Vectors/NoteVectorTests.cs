using System.Globalization;
using System.Text;
using System.Text.Json;
using Hotline.TestData;

namespace Hotline.Transcript.Tests.Vectors;

/// <summary>Published notes, verifier keys and checkpoints, good and bad.</summary>
public sealed class NoteVectorTests
{
    [Fact]
    public void Every_signed_note_is_judged_as_published()
    {
        using var document = SharedData.ReadJson("vectors/tlog/signed-note/notes.json");
        var (good, bad) = (0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            var keys = record.GetProperty("vkeys").EnumerateArray().Select(key => VerifierKey.Parse(key.GetString()!)).ToArray();
            var note = NoteOf(record);
            if (record.GetProperty("valid").GetBoolean())
            {
                var verified = record.TryGetProperty("verified", out var count) ? count.GetInt32() : keys.Length;
                var unknown = record.TryGetProperty("unknown", out var others) ? others.GetInt32() : 0;
                var signed = SignedNote.Parse(note);
                signed.Verify(keys).Should().HaveCount(verified);
                signed.Signatures.Should().HaveCount(verified + unknown);
                good++;
            }
            else
            {
                IsTrusted(note, keys).Should().BeFalse(record.ToString());
                bad++;
            }
        }

        (good, bad).Should().Be((3, 7));
    }

    [Fact]
    public void Every_verifier_key_is_judged_as_published()
    {
        using var document = SharedData.ReadJson("vectors/tlog/signed-note/vkeys.json");
        var (good, bad) = (0, 0);

        foreach (var record in document.RootElement.EnumerateArray())
        {
            var text = record.GetProperty("vkey").GetString()!;
            if (record.GetProperty("valid").GetBoolean())
            {
                var key = VerifierKey.Parse(text);
                key.Type.Should().Be((KeyType)record.GetProperty("type").GetInt32());
                key.Id.Should().Be(uint.Parse(record.GetProperty("key_id").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                key.ToString().Should().Be(text);
                good++;
            }
            else
            {
                FluentActions.Invoking(() => VerifierKey.Parse(text)).Should().Throw<NoteException>();
                bad++;
            }
        }

        (good, bad).Should().Be((10, 3));
    }

    [Fact]
    public void Every_checkpoint_is_judged_as_published()
    {
        using var document = SharedData.ReadJson("vectors/tlog/checkpoint/checkpoints.json");
        var good = 0;

        foreach (var record in document.RootElement.EnumerateArray())
        {
            record.GetProperty("valid").GetBoolean().Should().BeTrue("this file holds good ones only");
            var key = VerifierKey.Parse(record.GetProperty("vkeys").EnumerateArray().Single().GetString()!);
            var note = NoteOf(record);
            var checkpoint = new CheckpointVerifier(record.GetProperty("origin").GetString()!, key).Verify(note);
            checkpoint.Size.Should().Be(record.GetProperty("size").GetUInt64());
            SignedNote.Parse(note).Text.ToArray().Should().Equal(checkpoint.ToBytes());
            new CheckpointVerifier("another.example/transcript/1", key).TryVerify(note, out _).Should().BeFalse();
            good++;
        }

        good.Should().Be(18);
    }

    [Fact]
    public void Every_malformed_checkpoint_is_refused()
    {
        using var document = SharedData.ReadJson("vectors/tlog/checkpoint/malformed-text.json");
        var bad = 0;

        foreach (var record in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = Encoding.UTF8.GetBytes(record.GetProperty("text").GetString()!);
            record.GetProperty("valid").GetBoolean().Should().BeFalse("this file holds bad ones only");
            Checkpoint.TryParse(text, out _).Should().BeFalse(record.GetProperty("name").GetString());
            FluentActions.Invoking(() => Checkpoint.Parse(text)).Should().Throw<NoteException>();
            bad++;
        }

        bad.Should().Be(11);
    }

    [Fact]
    public void The_example_of_tlog_cosignature_parses_and_its_unknown_keys_are_ignored()
    {
        using var document = SharedData.ReadJson("vectors/tlog/cosignature/c2sp-example.json");

        var note = SignedNote.Parse(NoteOf(document.RootElement));

        // The example publishes no keys.
        note.Signatures.Select(signature => signature.Name).Should().Equal("example.com/behind-the-sofa", "witness.example.com/w1");
        note.Signatures[1].KeyId.ToString("x8", CultureInfo.InvariantCulture).Should().Be(document.RootElement.GetProperty("key_id").GetString());
        note.Signatures[1].Bytes.Length.Should().Be(document.RootElement.GetProperty("signature_bytes").GetInt32());
        Checkpoint.Parse(note.Text).Size.Should().Be(20_852_163);
        note.Verify([VerifierKey.Parse("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8")]).Should().BeEmpty();
    }

    [Fact]
    public void Every_proof_text_is_judged_as_published()
    {
        using var document = SharedData.ReadJson("vectors/tlog/tlog-proof/syntax.json");
        var (good, bad) = (0, 0);

        foreach (var record in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var text = Encoding.UTF8.GetBytes(record.GetProperty("text").GetString()!);
            var parsed = TlogProof.TryParse(text, out var proof);
            parsed.Should().Be(record.GetProperty("valid").GetBoolean(), record.GetProperty("name").GetString());
            if (proof is null)
            {
                bad++;
                continue;
            }

            proof.Index.Should().Be(record.GetProperty("index").GetUInt64());
            proof.Hashes.Should().HaveCount(record.GetProperty("hashes").GetInt32());
            var extra = proof.Extra is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
            extra.Should().Be(record.TryGetProperty("extra", out var expected) ? expected.GetString() : null);
            if (extra is null) TlogProof.Format(proof.Index, proof.Hashes, proof.CheckpointNote).Should().Equal(text);
            good++;
        }

        (good, bad).Should().Be((3, 8));
    }

    private static byte[] NoteOf(JsonElement record) => Encoding.UTF8.GetBytes(record.GetProperty("note").GetString()!);

    private static bool IsTrusted(byte[] note, VerifierKey[] keys)
    {
        try
        {
            return SignedNote.Parse(note).Verify(keys).Count > 0;
        }
        catch (NoteException)
        {
            return false;
        }
    }
}
