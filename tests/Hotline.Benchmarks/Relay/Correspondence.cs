using System.Diagnostics;
using Hotline.Envelopes;
using Hotline.Wire;

namespace Hotline.Benchmarks.Relay;

/// <summary>Letters of one kind from the sender's desk to the recipient, each followed until its NRD is in the sender's transcript.</summary>
internal sealed class Correspondence(Desk.DeskClient desk, ReceiptWatch receipts, SealSuite suite)
{
    /// <summary>Bytes of a letter's text.</summary>
    public const int BodySize = 3 * 1024;

    private static readonly string Body = string.Concat(Enumerable.Repeat("The line is open and this is a test of it. ", BodySize / 43 + 1))[..BodySize];

    /// <summary>Returns when the NRD has reached the sender.</summary>
    /// <exception cref="InvalidOperationException">It was refused or not delivered.</exception>
    public async Task<MessageTimes> SendAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var request = new SendRequest { To = { RelayPlan.Recipient.ToString() }, Precedence = Lane.Routine, Subject = "Relay", Body = Body, Seal = suite.Name };
        var reply = await desk.SendAsync(request, cancellationToken: cancellationToken);
        var filed = Stopwatch.GetElapsedTime(started);
        var message = MessageId.Parse(reply.Id);
        var awaited = receipts.Of(message);
        var submitted = await awaited.Submitted.Task.WaitAsync(cancellationToken);
        var delivered = await awaited.Delivered.Task.WaitAsync(cancellationToken);
        receipts.Forget(message);
        return new MessageTimes(filed, Stopwatch.GetElapsedTime(started, submitted), Stopwatch.GetElapsedTime(started, delivered));
    }
}

/// <summary>How long after the officer's call the message was on each rung.</summary>
/// <param name="Filed">The call returned: durable at the sender's node.</param>
/// <param name="Submitted">The hub's NRS is in the sender's transcript.</param>
/// <param name="Delivered">The recipient's NRD is in the sender's transcript.</param>
internal sealed record MessageTimes(TimeSpan Filed, TimeSpan Submitted, TimeSpan Delivered);
