using System.Text;
using CsCheck;

namespace Hotline.Transcript.Tests;

/// <summary>Every parser refuses foreign bytes with its own exception or takes them in their one form; no other exception leaves it.</summary>
public sealed class ForeignBytesTests
{
    private const int Samples = 5_000;

    private static readonly MemoryLogSource Log = ALog.OfSize(3);

    private static readonly byte[] Note = Log.Files["checkpoint"];

    private static readonly byte[] Cosignature = Encoding.UTF8.GetBytes("witness.example+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");

    [Fact]
    public void A_note_is_refused_or_is_written_again_as_it_came() => Damage.Around(Note).Sample(bytes =>
    {
        if (Accepted(() => SignedNote.Parse(bytes)) is not { } note) return;
        byte[] again = [.. note.Text.Span, (byte)'\n', .. note.Signatures.SelectMany(signature => Encoding.UTF8.GetBytes(signature.ToLine()))];
        again.Should().Equal(bytes);
        _ = Accepted(() => note.Verify([ALog.Signer.LogKey, ALog.Signer.MlDsaKey]));
    }, iter: Samples);

    [Fact]
    public void A_checkpoint_is_refused_or_is_written_again_as_it_came() => Damage.Around(SignedNote.Parse(Note).Text.ToArray()).Sample(bytes =>
    {
        var checkpoint = Accepted(() => Checkpoint.Parse(bytes));
        Checkpoint.TryParse(bytes, out _).Should().Be(checkpoint is not null);
        checkpoint?.ToBytes().Should().Equal(bytes);
    }, iter: Samples);

    [Fact]
    public void A_checkpoint_note_is_refused_unless_its_signed_part_is_the_genuine_one() => Damage.Around(Note).Sample(bytes =>
    {
        var checkpoint = Accepted(() => ALog.Verifier.Verify(bytes));
        ALog.Verifier.TryVerify(bytes, out _).Should().Be(checkpoint is not null);
        checkpoint?.ToBytes().Should().Equal(SignedNote.Parse(Note).Text.ToArray());
    }, iter: Samples);

    [Fact]
    public void A_verifier_key_is_refused_or_is_written_again_as_it_came() => Damage
        .Around(Encoding.UTF8.GetBytes(ALog.Key.ToString()), Encoding.UTF8.GetBytes(ALog.Signer.MlDsaKey.ToString()), Cosignature)
        .Sample(bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (Accepted(() => VerifierKey.Parse(text)) is { } key) key.ToString().Should().Be(text);
        }, iter: Samples);

    [Fact]
    public void A_proof_is_refused_or_is_written_again_as_it_came()
    {
        var tree = ATree.OfSize(300);
        var proof = TlogProof.Format(77, tree.ProveInclusion(77, 300), Note);

        Damage.Around(proof, proof[..400]).Sample(bytes =>
        {
            var parsed = Accepted(() => TlogProof.Parse(bytes));
            TlogProof.TryParse(bytes, out _).Should().Be(parsed is not null);
            if (parsed is { Extra: null }) TlogProof.Format(parsed.Index, parsed.Hashes, parsed.CheckpointNote).Should().Equal(bytes);
            _ = Accepted(() => parsed?.Verify("entry"u8, ALog.Verifier));
        }, iter: Samples);
    }

    [Fact]
    public void A_bundle_is_refused_or_is_written_again_as_it_came() =>
        Gen.Select(Damage.Around(Log.Files["tile/entries/000.p/3"]), Gen.Int[0, TileId.FullWidth]).Sample((bytes, count) =>
        {
            if (Accepted(() => EntryBundle.Read(bytes, count)) is not { } entries) return;
            entries.Should().HaveCount(count);
            EntryBundle.Write(entries).Should().Equal(bytes);
        }, iter: Samples);

    [Fact]
    public void A_path_is_refused_or_is_written_again_as_it_came() =>
        Damage.Around("tile/0/x001/x234/067.p/8"u8.ToArray(), "tile/entries/000"u8.ToArray(), "tile/7/000.p/1"u8.ToArray()).Sample(bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (TilePath.TryParse(text, out var path)) path.ToString().Should().Be(text);
        }, iter: Samples);

    [Fact]
    public void A_hash_is_refused_or_is_written_again_as_it_came() => Damage.Around(Encoding.UTF8.GetBytes(TreeHash.Empty.ToString())).Sample(bytes =>
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (TreeHash.TryParse(text, out var hash)) hash.ToString().Should().Be(text);
    }, iter: Samples);

    /// <summary>What was read, or null where it was refused as documented.</summary>
    private static T? Accepted<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (NoteException)
        {
            return null;
        }
    }
}
