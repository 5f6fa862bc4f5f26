using System.Diagnostics.Metrics;
using Hotline.Receipts;

namespace Hotline.Member;

/// <summary>What a member's node counts.</summary>
internal sealed class MemberMetrics : IDisposable
{
    private readonly Meter _meter = new("Hotline.Member");
    private readonly Counter<long> _answered;
    private readonly Counter<long> _received;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _lied;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _rejected;

    public MemberMetrics()
    {
        _answered = _meter.CreateCounter<long>("hotline.member.answered", description: "Messages the hub answered, by receipt");
        _received = _meter.CreateCounter<long>("hotline.member.received", description: "Messages opened and kept");
        _refused = _meter.CreateCounter<long>("hotline.member.refused", description: "Messages refused with evidence, by reason");
        _lied = _meter.CreateCounter<long>("hotline.member.not_evidence", description: "What came from a hub and proves nothing, by kind");
        _gaps = _meter.CreateCounter<long>("hotline.member.gaps", description: "Positions that a hub left out or sent again");
        _failed = _meter.CreateCounter<long>("hotline.member.route_failures", description: "Times that the way to a hub failed, by call");
        _rejected = _meter.CreateCounter<long>("hotline.member.rejected", description: "What a hub turned away without evidence, by status");
    }

    public void Answered(ReceiptKind kind) => _answered.Add(1, KeyValuePair.Create<string, object?>("receipt", kind.ToWord()));

    public void Received() => _received.Add(1);

    public void Refused(RefusalReason reason) => _refused.Add(1, KeyValuePair.Create<string, object?>("reason", reason.ToWord()));

    public void Lied(string kind) => _lied.Add(1, KeyValuePair.Create<string, object?>("kind", kind));

    public void Gap() => _gaps.Add(1);

    public void RouteFailed(string call) => _failed.Add(1, KeyValuePair.Create<string, object?>("call", call));

    public void Rejected(string status) => _rejected.Add(1, KeyValuePair.Create<string, object?>("status", status));

    public void Dispose() => _meter.Dispose();
}
