using System.Diagnostics.CodeAnalysis;

namespace Hotline.Transcript;

/// <summary>Verifies checkpoints of one log by its own keys.</summary>
/// <param name="origin">What the first line must say.</param>
/// <param name="log">Ed25519 key (0x01) of the log; its signature is required.</param>
/// <param name="logMlDsa">ML-DSA-44 key (0x06) of the log; where given, its signature is required too.</param>
public sealed class CheckpointVerifier(string origin, VerifierKey log, VerifierKey? logMlDsa = null)
{
    /// <summary>All evidence of one batch comes under one checkpoint, so the newest few spare most of the work.</summary>
    private const int Remembered = 4;

    private readonly VerifierKey[] _keys = logMlDsa is null ? [log] : [log, logMlDsa];
    private volatile Verified[] _recent = [];

    public string Origin => origin;

    /// <exception cref="NoteException">Not a checkpoint of this log, or a required signature is missing or does not hold.</exception>
    public Checkpoint Verify(ReadOnlyMemory<byte> note)
    {
        var recent = _recent;
        foreach (var verified in recent)
            if (verified.Note.AsSpan().SequenceEqual(note.Span)) return verified.Checkpoint;
        var signed = SignedNote.Parse(note);
        var checkpoint = Checkpoint.Parse(signed.Text);
        if (checkpoint.Origin != origin) throw new NoteException($"The checkpoint is of {checkpoint.Origin}, not of {origin}.");
        if (signed.Verify(_keys).Count != _keys.Length) throw new NoteException($"The checkpoint of {origin} lacks a signature of the log.");
        // Two threads at once may forget what the other one learnt, which costs no more than to verify it again.
        _recent = [new Verified(note.ToArray(), checkpoint), .. recent.Take(Remembered - 1)];
        return checkpoint;
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

    /// <param name="Note">Every byte of it: another note has other signatures.</param>
    private sealed record Verified(byte[] Note, Checkpoint Checkpoint);
}
