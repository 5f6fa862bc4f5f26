using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Hotline.Doors.Tests.Table;

/// <summary>Every counter of Hotline that rose, with its tags: <c>hotline.hub.rejected rule=form</c>.</summary>
internal sealed class Rises : IDisposable
{
    /// <summary>Counters of what goes as it should.</summary>
    private static readonly HashSet<string> Ordinary = ["hotline.hub.accepted", "hotline.member.received", "hotline.member.answered"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _all = [];

    public Rises()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is Counter<long> && instrument.Name.StartsWith("hotline.", StringComparison.Ordinal) && !Ordinary.Contains(instrument.Name)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var name = instrument.Name;
            foreach (var tag in tags) name += $" {tag.Key}={tag.Value}";
            for (var each = 0; each < value; each++) _all.Enqueue(name);
        });
        _listener.Start();
    }

    public int Count => _all.Count;

    public IReadOnlyList<string> Since(int count) => [.. _all.Skip(count)];

    public void Dispose() => _listener.Dispose();
}
