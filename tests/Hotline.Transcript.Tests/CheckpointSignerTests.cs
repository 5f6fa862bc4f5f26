using System.Buffers.Binary;
using System.Text;
using Hotline.Cryptography;

namespace Hotline.Transcript.Tests;

public sealed class CheckpointSignerTests
{
    private static readonly TreeHash Root = ATree.OfSize(5).Edge.Root;

    [Fact]
    public void A_checkpoint_carries_both_signatures_of_its_log_under_one_name()
    {
        var note = ALog.Checkpoint(5, Root);

        var signed = SignedNote.Parse(note);

        ALog.Verifier.Verify(note).Should().Be(new Checkpoint(ALog.Origin, 5, Root));
        signed.Signatures.Select(signature => (signature.Name, signature.KeyId)).Should()
            .Equal((ALog.Origin, ALog.Signer.LogKey.Id), (ALog.Origin, ALog.Signer.MlDsaKey.Id));
        (ALog.Signer.LogKey.Type, ALog.Signer.MlDsaKey.Type).Should().Be((KeyType.Ed25519, KeyType.MlDsa44));
    }

    [Fact]
    public void A_verifier_of_another_make_needs_the_Ed25519_key_only()
    {
        var log = new CheckpointVerifier(ALog.Origin, ALog.Key);

        log.Verify(ALog.Checkpoint(5, Root)).Size.Should().Be(5);
    }

    [Fact]
    public void A_checkpoint_without_either_required_signature_is_refused()
    {
        var lines = Encoding.UTF8.GetString(ALog.Checkpoint(5, Root)).Split('\n');
        var text = string.Join('\n', lines[..4]);

        ALog.Verifier.TryVerify(Encoding.UTF8.GetBytes($"{text}\n{lines[4]}\n{lines[5]}\n"), out _).Should().BeTrue();
        ALog.Verifier.TryVerify(Encoding.UTF8.GetBytes($"{text}\n{lines[5]}\n{lines[4]}\n"), out _).Should().BeTrue("the order of lines says nothing");
        ALog.Verifier.TryVerify(Encoding.UTF8.GetBytes($"{text}\n{lines[4]}\n"), out _).Should().BeFalse();
        ALog.Verifier.TryVerify(Encoding.UTF8.GetBytes($"{text}\n{lines[5]}\n"), out _).Should().BeFalse();
        ALog.Verifier.TryVerify(Encoding.UTF8.GetBytes($"{text}\n{lines[4]}\n{lines[4]}\n"), out _).Should().BeFalse();
    }

    [Fact]
    public void Neither_signature_holds_for_another_checkpoint()
    {
        var genuine = SignedNote.Parse(ALog.Checkpoint(5, Root));

        foreach (var other in new[] { new Checkpoint(ALog.Origin, 6, Root), new Checkpoint(ALog.Origin, 5, TreeHash.Empty), new Checkpoint("borea.example/transcript/1", 5, Root) })
        {
            foreach (var (signature, key) in genuine.Signatures.Zip([ALog.Signer.LogKey, ALog.Signer.MlDsaKey]))
            {
                var moved = SignedNote.Parse((byte[])[.. other.ToBytes(), (byte)'\n', .. Encoding.UTF8.GetBytes(signature.ToLine())]);
                moved.Invoking(note => note.Verify([key])).Should().Throw<NoteException>();
            }
        }
    }

    [Fact]
    public void The_time_of_the_post_quantum_line_is_signed_and_never_zero()
    {
        var early = SignedNote.Parse(ALog.Signer.Sign(5, Root, DateTimeOffset.UnixEpoch)).Signatures[1];
        var late = early.Bytes.ToArray();
        late[7]++;

        BinaryPrimitives.ReadUInt64BigEndian(early.Bytes.Span).Should().Be(1);
        var moved = SignedNote.Parse((byte[])
            [.. new Checkpoint(ALog.Origin, 5, Root).ToBytes(), (byte)'\n', .. Encoding.UTF8.GetBytes(new NoteSignature(early.Name, early.KeyId, late).ToLine())]);
        moved.Invoking(note => note.Verify([ALog.Signer.MlDsaKey])).Should().Throw<NoteException>();
    }

    [Fact]
    public void An_origin_that_is_no_key_name_is_refused()
    {
        using var log = Ed25519PrivateKey.Generate();
        using var mlDsa = MlDsaPrivateKey.Generate(MlDsaParameterSet.MlDsa44);

        FluentActions.Invoking(() => new CheckpointSigner("alba example", log, mlDsa)).Should().Throw<NoteException>();
    }

    [Fact]
    public void Extension_lines_are_refused_even_when_the_log_signed_them()
    {
        var text = new Checkpoint(ALog.Origin, 5, Root).ToBytes();
        using var key = Ed25519PrivateKey.Generate();
        var signer = new NoteSigner(ALog.Origin, key);

        new CheckpointVerifier(ALog.Origin, signer.Key).TryVerify(signer.Sign([.. text, .. "extension\n"u8]), out _).Should().BeFalse();
        new CheckpointVerifier(ALog.Origin, signer.Key).TryVerify(signer.Sign(text), out _).Should().BeTrue();
    }

    [Fact]
    public void A_size_beyond_63_bits_is_refused()
    {
        Checkpoint.TryParse(new Checkpoint("o", long.MaxValue, Root).ToBytes(), out _).Should().BeTrue();
        Checkpoint.TryParse(new Checkpoint("o", (ulong)long.MaxValue + 1, Root).ToBytes(), out _).Should().BeFalse();
        Checkpoint.TryParse(new Checkpoint(new string('o', Checkpoint.MaxSize), 1, Root).ToBytes(), out _).Should().BeFalse();
    }
}
