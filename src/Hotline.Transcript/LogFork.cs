namespace Hotline.Transcript;

/// <summary>Two checkpoints of one log with one size and two roots, both signed by the log: proof by itself that it shows two trees.</summary>
/// <param name="First">A checkpoint note.</param>
/// <param name="Second">Another.</param>
public sealed record LogFork(ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second)
{
    /// <summary>Whether it convinces somebody who has nothing but the log's keys.</summary>
    /// <exception cref="NoteException">It proves nothing: a signature is missing or does not hold, or the checkpoints agree.</exception>
    public (Checkpoint First, Checkpoint Second) Verify(CheckpointVerifier log)
    {
        var (first, second) = (log.Verify(First), log.Verify(Second));
        if (first.Size != second.Size) throw new NoteException("Checkpoints of two sizes are no proof without the entries between them.");
        return first.Root != second.Root ? (first, second) : throw new NoteException("Both checkpoints are of the same tree.");
    }
}
