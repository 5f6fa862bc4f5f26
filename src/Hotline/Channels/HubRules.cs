using Hotline.Envelopes;
using Hotline.Receipts;
using Hotline.Rosters;

namespace Hotline.Channels;

/// <summary>Limits that a hub states to its members.</summary>
/// <param name="MaxPayload">Bytes of one payload.</param>
/// <param name="MaxDeadline">How far ahead a deadline may lie.</param>
public sealed record HubLimits(long MaxPayload, TimeSpan MaxDeadline)
{
    public static HubLimits Default { get; } = new(8 * 1024 * 1024, TimeSpan.FromDays(30));
}

/// <summary>How a hub judges: pure rules over a roster and limits.</summary>
/// <param name="Hub">The hub that judges, issuer of its receipts.</param>
public sealed record HubRules<TDomain>(NodeName Hub, Roster Roster, HubLimits Limits)
    where TDomain : struct, ITrafficDomain
{
    /// <param name="now">Time of the receipts, never before that of an earlier one.</param>
    public HubDecision<TDomain> Decide(HubStep<TDomain> step, HubView<TDomain> view, DateTimeOffset now) => step switch
    {
        HubStep<TDomain>.Submit submit => Accept(submit.Envelope, view, now),
        HubStep<TDomain>.Answer answer => Answer(answer.Receipt, view),
        HubStep<TDomain>.Expire => Expire(view, now),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    private HubDecision<TDomain> Accept(Envelope<TDomain> envelope, HubView<TDomain> view, DateTimeOffset now)
    {
        var origin = envelope.Origin;
        // A repeated request gets the true current state, whatever else changed since (architecture, decision 7).
        if (view.Refused is not null || view.Carried?.Origin.LeafHash == origin.LeafHash) return new HubDecision<TDomain>.AsBefore(view);
        if (WhyRefused(envelope, view, now) is { } reason)
            return new HubDecision<TDomain>.Refuse(origin, ReceiptText<TDomain>.Refusing(origin, reason, Hub, now));
        return new HubDecision<TDomain>.Carry(envelope, ReceiptText<TDomain>.About(origin, ReceiptKind.Submitted, Hub, now));
    }

    private RefusalReason? WhyRefused(Envelope<TDomain> envelope, HubView<TDomain> view, DateTimeOffset now)
    {
        var text = envelope.Origin.Text;
        if (view.Carried is not null) return RefusalReason.Conflict;
        if (text.Cipher.Size > Limits.MaxPayload || envelope.Payload.Length != text.Cipher.Size) return RefusalReason.Size;
        if (!envelope.PayloadMatches()) return RefusalReason.Mismatch;
        if (text.To.Any(node => Roster.Find(node) is not { } member || member.IsRevokedAt(now))) return RefusalReason.UnknownRecipient;
        if (text.Deadline <= now) return RefusalReason.TooLate;
        if (text.Deadline > now + Limits.MaxDeadline) return RefusalReason.DeadlineTooFar;
        if (text.RosterNumber == Roster.Number && text.RosterHash != Roster.Hash) return RefusalReason.UnknownRoster;
        return null;
    }

    private static HubDecision<TDomain> Answer(Receipt<TDomain> receipt, HubView<TDomain> view)
    {
        if (view.Carried is not { } carried || !receipt.Text.Answers(carried.Origin)
            || !carried.Deliveries.TryGetValue(receipt.Text.From, out var rung)
            || receipt.Text.Kind is not (ReceiptKind.Delivered or ReceiptKind.Read or ReceiptKind.Refused))
            return new HubDecision<TDomain>.NotOurs();
        var next = rung.After(receipt.Text.Kind);
        // A late delivery after FAILED moves the rung on; only what changes nothing is a repetition.
        return next == rung ? new HubDecision<TDomain>.AsBefore(view) : new HubDecision<TDomain>.Forward(receipt, next);
    }

    private HubDecision<TDomain> Expire(HubView<TDomain> view, DateTimeOffset now)
    {
        if (view.Carried is not { } carried || carried.Origin.Text.Deadline > now || carried.Undelivered is not { Length: > 0 } undelivered)
            return new HubDecision<TDomain>.AsBefore(view);
        var failed = ReceiptText<TDomain>.About(carried.Origin, ReceiptKind.Failed, Hub, now) with { Undelivered = undelivered };
        return new HubDecision<TDomain>.Fail(carried, failed);
    }
}
