using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Hotline.Transcript;

/// <summary>A leaf's index, its inclusion proof and the checkpoint it leads to, in one text that can be checked offline (C2SP tlog-proof).</summary>
/// <param name="CheckpointNote">The signed checkpoint.</param>
/// <param name="Extra">Unauthenticated data of the format; null where there is none. Never written here.</param>
public sealed record TlogProof(ulong Index, IReadOnlyList<TreeHash> Hashes, ReadOnlyMemory<byte> CheckpointNote, ReadOnlyMemory<byte>? Extra = null)
{
    /// <summary>Largest proof in bytes.</summary>
    public const int MaxSize = 128 * 1024;

    private const string Heading = "c2sp.org/tlog-proof@v1";

    public static byte[] Format(ulong index, IReadOnlyList<TreeHash> hashes, ReadOnlyMemory<byte> checkpointNote)
    {
        var text = new StringBuilder(Heading).Append('\n').Append(CultureInfo.InvariantCulture, $"index {index}\n");
        foreach (var hash in hashes) text.Append(hash.ToString()).Append('\n');
        text.Append('\n');
        return [.. Encoding.ASCII.GetBytes(text.ToString()), .. checkpointNote.Span];
    }

    /// <exception cref="NoteException">Another form, or larger than <see cref="MaxSize"/>.</exception>
    public static TlogProof Parse(ReadOnlyMemory<byte> proof)
    {
        if (proof.Length > MaxSize) throw new NoteException($"A proof has at most {MaxSize} bytes.");
        var end = proof.Span.IndexOf("\n\n"u8);
        if (end < 0) throw new NoteException("A proof has an empty line before its checkpoint.");
        var lines = Encoding.UTF8.GetString(proof.Span[..end]).Split('\n');
        var at = 0;
        if (lines[at++] != Heading) throw new NoteException($"A proof begins with {Heading}.");
        ReadOnlyMemory<byte>? extra = null;
        if (at < lines.Length && lines[at].StartsWith("extra ", StringComparison.Ordinal))
            extra = Base64.TryDecode(lines[at++].AsSpan(6), out var bytes) ? bytes : throw new NoteException("The line extra of a proof is not base64.");
        if (at == lines.Length || !lines[at].StartsWith("index ", StringComparison.Ordinal)) throw new NoteException("The line index of a proof is missing.");
        var digits = lines[at++].AsSpan(6);
        if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > long.MaxValue
            || !digits.SequenceEqual(index.ToString(CultureInfo.InvariantCulture)))
            throw new NoteException("The index of a proof is not a decimal number.");
        if (lines.Length - at > MerkleProof.MaxHashes) throw new NoteException($"A proof has at most {MerkleProof.MaxHashes} hashes.");
        var hashes = new List<TreeHash>(lines.Length - at);
        for (; at < lines.Length; at++)
            hashes.Add(TreeHash.TryParse(lines[at], out var hash) ? hash : throw new NoteException("A hash of a proof is not canonical base64 of 32 bytes."));
        return new TlogProof(index, hashes, proof[(end + 2)..], extra);
    }

    public static bool TryParse(ReadOnlyMemory<byte> proof, [NotNullWhen(true)] out TlogProof? read)
    {
        try
        {
            read = Parse(proof);
            return true;
        }
        catch (NoteException)
        {
            read = null;
            return false;
        }
    }

    /// <summary>The checkpoint, where its signatures hold and the entry stands in its tree at <see cref="Index"/>.</summary>
    /// <exception cref="NoteException">The checkpoint or the proof does not hold.</exception>
    public Checkpoint Verify(ReadOnlySpan<byte> entry, CheckpointVerifier log)
    {
        var checkpoint = log.Verify(CheckpointNote);
        return MerkleProof.VerifyInclusion(Index, checkpoint.Size, TreeHash.OfLeaf(entry), checkpoint.Root, Hashes)
            ? checkpoint
            : throw new NoteException($"The proof does not lead from the entry to the checkpoint of {checkpoint.Origin}.");
    }

    public bool TryVerify(ReadOnlySpan<byte> entry, CheckpointVerifier log, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        try
        {
            checkpoint = Verify(entry, log);
            return true;
        }
        catch (NoteException)
        {
            checkpoint = null;
            return false;
        }
    }
}
