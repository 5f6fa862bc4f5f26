using System.Text;
using Hotline.Transcript;

namespace Hotline.Fuzzing.Targets;

/// <summary>Parsers of C2SP texts.</summary>
internal static class TranscriptTargets
{
    public static IEnumerable<FuzzTarget> All =>
    [
        FuzzTarget.Of<NoteException>("signed-note", bytes =>
        {
            var note = SignedNote.Parse(bytes);
            return FuzzTarget.Same([.. note.Text.Span, (byte)'\n', .. note.Signatures.SelectMany(signature => Encoding.UTF8.GetBytes(signature.ToLine()))], bytes);
        }),
        FuzzTarget.Of<NoteException>("checkpoint", bytes => FuzzTarget.Same(Checkpoint.Parse(bytes).ToBytes(), bytes)),
        FuzzTarget.Of<NoteException>("verifier-key", bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            return VerifierKey.Parse(text).ToString() == text ? true : throw new InvalidOperationException("The key writes back otherwise.");
        }),
        FuzzTarget.Of<NoteException>("tlog-proof", bytes =>
        {
            var proof = TlogProof.Parse(bytes);
            MerkleProof.VerifyInclusion(proof.Index, proof.Index + 1 + ((ulong)proof.Hashes.Count * 7), TreeHash.OfLeaf(bytes), TreeHash.Empty, proof.Hashes);
            if (proof.Extra is null) FuzzTarget.Same(TlogProof.Format(proof.Index, proof.Hashes, proof.CheckpointNote), bytes);
            return true;
        }),
        // Sizes as two numbers of 8 bytes, then the roots and the proof's hashes.
        new("consistency-proof", bytes =>
        {
            if (bytes.Length < 80) return new Answer(false, "short");
            var hashes = Enumerable.Range(0, (bytes.Length - 16) / 32).Select(at => new TreeHash(bytes.AsSpan(16 + (32 * at), 32))).ToArray();
            var (from, to) = (BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8));
            var holds = MerkleProof.VerifyConsistency(from, to, hashes[0], hashes[1], hashes[2..]);
            return new Answer(holds, from > to ? "backwards" : "no");
        }),
        new("tile-path", bytes =>
        {
            var text = Encoding.UTF8.GetString(bytes);
            if (!TilePath.TryParse(text, out var path)) return new Answer(false, "");
            return path.ToString() == text ? Answer.Parsed : throw new InvalidOperationException("The path writes back otherwise.");
        }),
        FuzzTarget.Of<NoteException>("entry-bundle", bytes =>
        {
            var count = bytes.Length == 0 ? 0 : bytes[^1];
            var bundle = bytes.Length == 0 ? bytes : bytes[..^1];
            return FuzzTarget.Same(EntryBundle.Write(EntryBundle.Read(bundle, count)), bundle);
        }),
    ];
}
