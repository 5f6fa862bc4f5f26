using System.Collections.Immutable;

namespace Hotline.Transcript;

/// <summary>Which logs and witnesses are trusted, and how many of them it takes (C2SP tlog-policy).</summary>
public sealed class WitnessPolicy
{
    private readonly Quorum _quorum;
    private readonly ImmutableArray<VerifierKey> _witnessKeys;

    internal WitnessPolicy(ImmutableArray<PolicyKey> logs, ImmutableArray<PolicyKey> witnesses, Quorum quorum)
    {
        (Logs, Witnesses, _quorum) = (logs, witnesses, quorum);
        _witnessKeys = [.. witnesses.Select(witness => witness.Key)];
    }

    /// <summary>Any one of them may have signed; empty where the logs are known otherwise.</summary>
    public ImmutableArray<PolicyKey> Logs { get; }

    public ImmutableArray<PolicyKey> Witnesses { get; }

    /// <summary>Fewest cosignatures that can make the quorum; 0 for <c>quorum none</c>.</summary>
    public int Fewest => _quorum.Fewest;

    /// <exception cref="NoteException">Another form; the message names the line.</exception>
    public static WitnessPolicy Parse(ReadOnlySpan<byte> text) => PolicyReader.Read(text);

    /// <summary>What the witnesses of this policy say of a checkpoint of one of its logs.</summary>
    /// <exception cref="NoteException">No checkpoint, none of these logs signed it under its own name, or a signature by a known key does not hold.</exception>
    public WitnessedCheckpoint Judge(ReadOnlyMemory<byte> note)
    {
        var signed = SignedNote.Parse(note);
        var checkpoint = Checkpoint.Parse(signed.Text);
        ImmutableArray<VerifierKey> logs = [.. Logs.Where(log => log.Key.Name == checkpoint.Origin).Select(log => log.Key)];
        if (signed.Verify(logs).Count == 0) throw new NoteException($"No log of this policy signed the checkpoint of {checkpoint.Origin}.");
        return Judge(signed, checkpoint);
    }

    /// <summary>The same for a log that is known otherwise; the policy's own logs are not asked.</summary>
    /// <exception cref="NoteException">The log did not sign it, or a signature by a known key does not hold.</exception>
    public WitnessedCheckpoint Judge(ReadOnlyMemory<byte> note, CheckpointVerifier log) => Judge(SignedNote.Parse(note), log.Verify(note));

    private WitnessedCheckpoint Judge(SignedNote signed, Checkpoint checkpoint)
    {
        ImmutableArray<Cosignature> cosignatures =
            [.. signed.VerifyLines(_witnessKeys).Select(line => Cosignature.Of(line.Key, line.Line)).OfType<Cosignature>()];
        return new WitnessedCheckpoint(checkpoint, cosignatures, _quorum.IsMetBy([.. cosignatures.Select(cosignature => cosignature.Key)]));
    }
}

/// <summary>A log or witness of a policy.</summary>
/// <param name="Name">Of a witness within the policy's text; null for a log.</param>
/// <param name="Url">Null where the policy gives none.</param>
public sealed record PolicyKey(string? Name, VerifierKey Key, string? Url);

/// <summary>A checkpoint with what a policy's witnesses said of it.</summary>
/// <param name="Cosignatures">Those that hold, in the order of their lines.</param>
/// <param name="HasQuorum">Whether they are enough.</param>
public sealed record WitnessedCheckpoint(Checkpoint Checkpoint, ImmutableArray<Cosignature> Cosignatures, bool HasQuorum);

/// <summary>A rule over witnesses: one of them, or so many of some rules.</summary>
internal abstract record Quorum
{
    /// <summary>Fewest witnesses that meet it.</summary>
    public abstract int Fewest { get; }

    public abstract bool IsMetBy(ImmutableHashSet<VerifierKey> cosigners);

    /// <summary>Met by anything.</summary>
    public sealed record None : Quorum
    {
        public override int Fewest => 0;

        public override bool IsMetBy(ImmutableHashSet<VerifierKey> cosigners) => true;
    }

    public sealed record One(VerifierKey Key) : Quorum
    {
        public override int Fewest => 1;

        public override bool IsMetBy(ImmutableHashSet<VerifierKey> cosigners) => cosigners.Contains(Key);
    }

    public sealed record Some(int Threshold, ImmutableArray<Quorum> Members) : Quorum
    {
        public override int Fewest => Members.Select(member => member.Fewest).Order().Take(Threshold).Sum();

        public override bool IsMetBy(ImmutableHashSet<VerifierKey> cosigners) => Members.Count(member => member.IsMetBy(cosigners)) >= Threshold;
    }
}
