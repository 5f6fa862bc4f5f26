using Hotline.Stores;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>Proofs that leaves stand in this node's own transcript.</summary>
public sealed class LogProofs(ITranscriptStore transcript)
{
    private readonly TreeNodes _nodes = new(tile => transcript.ReadTile(tile.Level, tile.Index));

    /// <param name="index">A leaf below the head's size.</param>
    /// <param name="head">A committed head: the proof is against its checkpoint.</param>
    /// <returns>A C2SP tlog-proof without <c>extra</c>.</returns>
    public byte[] Prove(ulong index, LogHead head) =>
        TlogProof.Format(index, MerkleProof.Inclusion(index, head.Size, _nodes), head.Note);
}
