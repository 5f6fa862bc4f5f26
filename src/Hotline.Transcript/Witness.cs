using System.Text;

namespace Hotline.Transcript;

/// <summary>
/// Cosigns what grew from what it cosigned before, and nothing else (C2SP tlog-witness, add-checkpoint). One witness serves any number
/// of logs and callers at once.
/// </summary>
/// <param name="keysOf">Keys trusted for an origin; null or empty for a log that it does not watch.</param>
/// <param name="store">Where it remembers; what was answered is durable there first.</param>
public sealed class Witness(Cosigner cosigner, Func<string, IReadOnlyCollection<VerifierKey>?> keysOf, IWitnessStore store, TimeProvider clock)
{
    public VerifierKey Key => cosigner.Key;

    public VerifierKey MlDsaKey => cosigner.MlDsaKey;

    /// <param name="body">As posted; see <see cref="WitnessRequest"/>.</param>
    /// <exception cref="IOException">The store could not keep it: nothing was cosigned.</exception>
    public async Task<WitnessAnswer> AddCheckpointAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        WitnessRequest request;
        Checkpoint checkpoint;
        try
        {
            request = WitnessRequest.Parse(body);
            checkpoint = Checkpoint.Parse(SignedNote.TextOf(request.Note));
        }
        catch (NoteException malformed)
        {
            return WitnessAnswer.Refused(400, malformed.Message);
        }

        if (keysOf(checkpoint.Origin) is not { Count: > 0 } keys) return WitnessAnswer.Refused(404, "This witness does not watch that log.");
        IReadOnlyList<(VerifierKey Key, NoteSignature Line)> signed;
        try
        {
            // A line that is no signature is a signature that does not hold: 403 too, as other witnesses answer.
            signed = SignedNote.Parse(request.Note).VerifyLines(keys);
        }
        catch (NoteException forged)
        {
            return WitnessAnswer.Refused(403, forged.Message);
        }

        if (signed.Count == 0) return WitnessAnswer.Refused(403, "No key that is trusted for this log signed the checkpoint.");
        if (request.OldSize > checkpoint.Size) return WitnessAnswer.Refused(400, "The old size is above the checkpoint's.");
        // The log's own lines only: what else stood under the note was not judged here and is not handed on.
        var own = string.Concat(signed.Select(line => line.Line.ToLine()));
        return await store.DecideAsync(checkpoint.Origin, latest => Decide(request, checkpoint, own, latest), cancellationToken);
    }

    private WitnessDecision Decide(WitnessRequest request, Checkpoint offered, string logLines, WitnessedHead? latest)
    {
        var known = latest?.Checkpoint ?? new Checkpoint(offered.Origin, 0, TreeHash.Empty);
        if (request.OldSize != known.Size) return new WitnessDecision(WitnessAnswer.Conflict(known.Size));
        if (offered.Size == 0 && offered.Root != TreeHash.Empty)
            return new WitnessDecision(WitnessAnswer.Refused(422, "A checkpoint of size 0 has the root of the empty tree."));
        var note = Encoding.UTF8.GetString(offered.ToBytes()) + "\n" + logLines;
        if (!MerkleProof.VerifyConsistency(known.Size, offered.Size, known.Root, offered.Root, request.Proof))
        {
            // One size with two roots, both signed by the log, is proof of a fork by itself; a proof that does not lead from one size to
            // another may be the caller's fault alone.
            var fork = latest is not null && offered.Size == known.Size && offered.Root != known.Root ? new LogFork(latest.Note, Encoding.UTF8.GetBytes(note)) : null;
            return new WitnessDecision(WitnessAnswer.Refused(422, "The consistency proof does not lead from what this witness cosigned to this checkpoint.")) { Fork = fork };
        }

        var lines = cosigner.Cosign(offered, clock.GetUtcNow());
        return new WitnessDecision(WitnessAnswer.Cosigned(lines)) { Next = new WitnessedHead(offered, Encoding.UTF8.GetBytes(note + lines)) };
    }
}

/// <summary>What a witness cosigned last of a log.</summary>
/// <param name="Note">The checkpoint with the log's signatures and the witness's own: what monitors are served.</param>
public sealed record WitnessedHead(Checkpoint Checkpoint, ReadOnlyMemory<byte> Note)
{
    /// <exception cref="NoteException">The note is no checkpoint.</exception>
    public static WitnessedHead Parse(ReadOnlyMemory<byte> note) => new(Checkpoint.Parse(SignedNote.Parse(note).Text), note);
}

/// <summary>What a witness makes of a request, to be kept before the answer leaves.</summary>
public sealed record WitnessDecision(WitnessAnswer Answer)
{
    /// <summary>The new latest checkpoint; null where it stays as it is.</summary>
    public WitnessedHead? Next { get; init; }

    /// <summary>Proof that the log shows two trees, to be kept for ever; null where there is none.</summary>
    public LogFork? Fork { get; init; }
}

/// <summary>A witness's memory. Forgetting is dangerous: a witness that lost its records cosigns a fork.</summary>
public interface IWitnessStore
{
    /// <summary>Runs a decision on an origin's record and keeps what it says, as one step: of two at once, the second sees what the first kept.</summary>
    /// <param name="decide">Pure but for the clock: it may run again when another caller came between.</param>
    /// <returns>The decision's answer, when all it says is durable.</returns>
    /// <exception cref="IOException">Nothing was kept.</exception>
    Task<WitnessAnswer> DecideAsync(string origin, Func<WitnessedHead?, WitnessDecision> decide, CancellationToken cancellationToken);

    /// <summary>What was cosigned last of a log; null when nothing ever was.</summary>
    Task<WitnessedHead?> FindAsync(string origin, CancellationToken cancellationToken);
}
