using System.Diagnostics.CodeAnalysis;

namespace Hotline.Transcript;

/// <summary>Verifies checkpoints of one log by its own keys.</summary>
/// <param name="origin">What the first line must say.</param>
/// <param name="log">Ed25519 key (0x01) of the log; its signature is required.</param>
/// <param name="logMlDsa">ML-DSA-44 key (0x06) of the log; where given, its signature is required too.</param>
public sealed class CheckpointVerifier(string origin, VerifierKey log, VerifierKey? logMlDsa = null)
{
    private readonly VerifierKey[] _keys = logMlDsa is null ? [log] : [log, logMlDsa];

    public string Origin => origin;

    /// <exception cref="NoteException">Not a checkpoint of this log, or a required signature is missing or does not hold.</exception>
    public Checkpoint Verify(ReadOnlyMemory<byte> note)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Checkpoint.Parse(signed.Text);
        if (checkpoint.Origin != origin) throw new NoteException($"The checkpoint is of {checkpoint.Origin}, not of {origin}.");
        return signed.Verify(_keys).Count == _keys.Length ? checkpoint : throw new NoteException($"The checkpoint of {origin} lacks a signature of the log.");
    }

    public bool TryVerify(ReadOnlyMemory<byte> note, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        try
        {
            checkpoint = Verify(note);
            return true;
        }
        catch (NoteException)
        {
            checkpoint = null;
            return false;
        }
    }
}
