using System.Diagnostics.Metrics;
using Hotline.Receipts;

namespace Hotline.Hub;

/// <summary>What a hub counts and measures.</summary>
internal sealed class HubMetrics : IDisposable
{
    private readonly Meter _meter = new("Hotline.Hub");
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _rejected;
    private readonly UpDownCounter<long> _followers;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;

    public HubMetrics()
    {
        _accepted = _meter.CreateCounter<long>("hotline.hub.accepted", description: "Messages carried");
        _refused = _meter.CreateCounter<long>("hotline.hub.refused", description: "Messages refused with evidence, by reason");
        _rejected = _meter.CreateCounter<long>("hotline.hub.rejected", description: "Calls rejected before judgement, by rule");
        _followers = _meter.CreateUpDownCounter<long>("hotline.hub.followers", description: "Members following");
        _batch = _meter.CreateHistogram<int>("hotline.hub.batch", description: "Steps in one commit");
        _commit = _meter.CreateHistogram<double>("hotline.hub.commit", unit: "s", description: "Time of one commit");
    }

    public void Dispose() => _meter.Dispose();

    public void Accepted() => _accepted.Add(1);

    public void Refused(RefusalReason reason) => _refused.Add(1, KeyValuePair.Create<string, object?>("reason", reason.ToWord()));

    public void Rejected(string rule) => _rejected.Add(1, KeyValuePair.Create<string, object?>("rule", rule));

    public void Followers(int change) => _followers.Add(change);

    /// <summary>Steps that wait for the next commit, read when measured.</summary>
    public void ObserveQueue(Func<int> length) => _meter.CreateObservableGauge("hotline.hub.queue", length, description: "Steps that wait for a commit");

    public void Committed(int steps, TimeSpan elapsed)
    {
        _batch.Record(steps);
        _commit.Record(elapsed.TotalSeconds);
    }
}
