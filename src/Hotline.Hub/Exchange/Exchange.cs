using Hotline.Channels;
using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Hub.Sequencing;
using Hotline.Receipts;
using Hotline.Stores;

namespace Hotline.Hub.Exchange;

/// <summary>Answer to a submission: the hub's receipt with proofs, and how far the message has come.</summary>
/// <param name="OriginProof">Null when it was refused.</param>
/// <param name="Current">Null when it was refused.</param>
internal sealed record Submission<TDomain>(Receipt<TDomain> Answer, byte[]? OriginProof, Carried<TDomain>? Current)
    where TDomain : struct, ITrafficDomain;

/// <summary>Where a hub takes envelopes and receipts in.</summary>
internal sealed partial class Exchange<TDomain>(
    TDomain domain, Sequencer<TDomain> sequencer, LogProofs proofs, EvidenceVerifier<TDomain> verifier, HubMetrics metrics, TimeProvider clock,
    ILogger<Exchange<TDomain>> logger)
    where TDomain : struct, ITrafficDomain
{
    /// <summary>Longest a member waits for a commit; afterwards it asks again under the same id.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether the NRO is evidence of origin.</summary>
    public OriginFault? Judge(OriginNote<TDomain> origin) => verifier.VerifyOrigin(origin);

    /// <summary>Takes an envelope whose NRO was judged. Asking again with the same bytes gives the current state.</summary>
    /// <exception cref="StoreException">Nothing was committed.</exception>
    /// <exception cref="TimeoutException">No commit within 2 s.</exception>
    public async Task<Submission<TDomain>> AcceptAsync(Envelope<TDomain> envelope, CancellationToken cancellationToken)
    {
        var (result, head) = await RunAsync(new HubStep<TDomain>.Submit(envelope), envelope.Payload.Length, cancellationToken);
        var answer = result.Answer!;
        var receipt = Receipt<TDomain>.Parse(answer.Entry, proofs.Prove(answer.Index, head!), domain);
        if (receipt.Text.Kind == ReceiptKind.Refused)
        {
            metrics.Refused(receipt.Text.Reason!.Value);
            LogRefused(envelope.Id, receipt.Text.Reason.Value);
            return new Submission<TDomain>(receipt, null, null);
        }

        if (result.Decision is HubDecision<TDomain>.Carry)
        {
            metrics.Accepted();
            LogAccepted(envelope.Id, envelope.Origin.Text.From, result.Origin!.Index);
        }

        return new Submission<TDomain>(receipt, proofs.Prove(result.Origin!.Index, head!), result.Current);
    }

    /// <summary>Takes a recipient's receipt.</summary>
    /// <returns>Null when it was kept, now or before; else the rule it breaks.</returns>
    /// <exception cref="StoreException">Nothing was committed.</exception>
    /// <exception cref="TimeoutException">No commit within 2 s.</exception>
    public async Task<AnswerFault?> AnswerAsync(Receipt<TDomain> receipt, NodeName sender, CancellationToken cancellationToken)
    {
        if (receipt.Text.From != sender || verifier.VerifyReceipt(receipt).Fault is not null)
        {
            metrics.Rejected("receipt");
            LogReceiptRejected(receipt.Text.Message, sender);
            return AnswerFault.Invalid;
        }

        var (result, _) = await RunAsync(new HubStep<TDomain>.Answer(receipt), receipt.Entry.Length + receipt.Proof.Length, cancellationToken);
        return result.Decision is HubDecision<TDomain>.NotOurs ? AnswerFault.NotOurs : null;
    }

    private Task<Sequenced<TDomain>> RunAsync(HubStep<TDomain> step, int weight, CancellationToken cancellationToken) =>
        sequencer.RunAsync(step, weight, cancellationToken).WaitAsync(Patience, clock, cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Accepted {Message} from {Sender} at leaf {Leaf}")]
    private partial void LogAccepted(MessageId message, NodeName sender, ulong leaf);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused {Message}: {Reason}")]
    private partial void LogRefused(MessageId message, RefusalReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A receipt about {Message} by {Sender} does not hold")]
    private partial void LogReceiptRejected(MessageId message, NodeName sender);
}

/// <summary>Why a receipt was not taken.</summary>
internal enum AnswerFault
{
    /// <summary>No message of this hub's, or not by one of its recipients.</summary>
    NotOurs,

    /// <summary>Its proof or signature does not hold, or it is by another node than the connection's.</summary>
    Invalid,
}
