using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>Judges foreign evidence by the keys of the roster in force.</summary>
public sealed class EvidenceVerifier<TDomain>(TDomain domain, RosterBook rosters, TimeProvider clock)
    where TDomain : struct, ITrafficDomain
{
    private volatile RosterKeys? _keys;

    /// <summary>Whether the sender's desk or service said this.</summary>
    /// <returns>The rule it breaks, or null.</returns>
    public OriginFault? VerifyOrigin(OriginNote<TDomain> origin)
    {
        var text = origin.Text;
        if (Keys().Find(text.From) is not { IsHub: false } sender) return OriginFault.UnknownSender;
        if (sender.IsRevokedAt(clock.GetUtcNow()) || sender.IsRevokedAt(text.Time)) return OriginFault.RevokedSender;
        if (IsSignedBy(origin.Bytes, sender.Desk!)) return null;
        if (!IsSignedBy(origin.Bytes, sender.Service!)) return OriginFault.Signature;
        return text.Kind == EnvelopeKind.Objects ? null : OriginFault.WrongRole;
    }

    /// <summary>Whether the issuer it names said this, in its own transcript.</summary>
    public ReceiptVerdict VerifyReceipt(Receipt<TDomain> receipt)
    {
        if (Keys().Find(receipt.Text.From) is not { } issuer || issuer.IsRevokedAt(clock.GetUtcNow())) return Refuse(ReceiptFault.UnknownIssuer);
        if (!MayIssue(receipt.Text.Kind, issuer)) return Refuse(ReceiptFault.WrongIssuer);
        if (Prove(receipt.Entry.Span, receipt.Proof, issuer.Log) is not { } proven) return Refuse(ReceiptFault.Proof);
        if (receipt.Text.Kind == ReceiptKind.Read) return IsSignedBy(receipt.Entry, issuer.Desk!) ? new ReceiptVerdict(null, proven) : Refuse(ReceiptFault.Signature);
        // All but an NRR are bare text: signature lines that nobody checks would be a place to hide things.
        return receipt.Entry.Span.IndexOf("\n\n"u8) < 0 ? new ReceiptVerdict(null, proven) : Refuse(ReceiptFault.Signature);
    }

    /// <summary>The hub's checkpoint under which it logged an NRO; null when the proof does not hold.</summary>
    public ProvenCheckpoint? VerifyOriginProof(OriginNote<TDomain> origin, ReadOnlyMemory<byte> proof, NodeName hub) =>
        Keys().Find(hub) is { IsHub: true } keys && !keys.IsRevokedAt(clock.GetUtcNow()) ? Prove(origin.Bytes.Span, proof, keys.Log) : null;

    /// <summary>A checkpoint of that hub's or node's log; null when its signatures do not hold.</summary>
    public ProvenCheckpoint? VerifyCheckpoint(ReadOnlyMemory<byte> note, NodeName node) =>
        Keys().Find(node) is { } keys && keys.Log.TryVerify(note, out var checkpoint) ? new ProvenCheckpoint(checkpoint, note) : null;

    private static ReceiptVerdict Refuse(ReceiptFault fault) => new(fault, null);

    private static ProvenCheckpoint? Prove(ReadOnlySpan<byte> entry, ReadOnlyMemory<byte> proof, CheckpointVerifier log) =>
        TlogProof.TryParse(proof, out var read) && read.TryVerify(entry, log, out var checkpoint) ? new ProvenCheckpoint(checkpoint, read.CheckpointNote) : null;

    private static bool IsSignedBy(ReadOnlyMemory<byte> note, VerifierKey key)
    {
        try
        {
            return SignedNote.Parse(note).Verify([key]).Count > 0;
        }
        catch (NoteException)
        {
            return false;
        }
    }

    private static bool MayIssue(ReceiptKind kind, NodeKeys issuer) => kind switch
    {
        ReceiptKind.Submitted or ReceiptKind.Failed => issuer.IsHub,
        ReceiptKind.Delivered or ReceiptKind.Read => !issuer.IsHub,
        _ => true,
    };

    private RosterKeys Keys()
    {
        var roster = rosters.Current;
        var keys = _keys;
        if (keys is null || keys.Roster.Hash != roster.Hash) _keys = keys = new RosterKeys(roster, node => LogOrigin.Of(node, domain));
        return keys;
    }
}
