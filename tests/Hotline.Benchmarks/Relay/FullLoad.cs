using System.Collections.Concurrent;
using Hotline.Benchmarks.Reports;

namespace Hotline.Benchmarks.Relay;

/// <summary>As many messages as go through: always the same number between desk and NRD.</summary>
internal sealed class FullLoad(Correspondence correspondence, ReceiptWatch receipts, IReadOnlyList<MeasuredProcess> processes, TimeProvider clock)
{
    /// <summary>Messages sent whose NRD has not come yet.</summary>
    public const int InFlight = 64;

    /// <summary>Until the runtime has compiled what is hot; not measured.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private readonly ConcurrentQueue<MessageTimes> _times = [];
    private volatile bool _measuring;

    public async Task<LoadReport> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using var enough = new CancellationTokenSource();
        var senders = Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(() => SendAsync(enough.Token, cancellationToken), cancellationToken)));
        await WaitAsync(senders, WarmUp, cancellationToken);

        _measuring = true;
        var (started, before) = (clock.GetTimestamp(), receipts.Delivered);
        foreach (var process in processes) process.Begin();
        for (var second = 0; second < duration.TotalSeconds; second++)
        {
            await WaitAsync(senders, started + (long)((second + 1) * clock.TimestampFrequency), cancellationToken);
            foreach (var process in processes) process.Sample();
        }

        var (elapsed, messages) = (clock.GetElapsedTime(started), receipts.Delivered - before);
        var usage = processes.Select(process => process.End(messages)).ToArray();
        _measuring = false;

        await enough.CancelAsync();
        await senders;
        return new LoadReport(elapsed.TotalSeconds, messages, messages / elapsed.TotalSeconds, LadderReport.Of(_times), usage);
    }

    private async Task SendAsync(CancellationToken enough, CancellationToken cancellationToken)
    {
        while (!enough.IsCancellationRequested)
        {
            var times = await correspondence.SendAsync(cancellationToken);
            if (_measuring) _times.Enqueue(times);
        }
    }

    private Task WaitAsync(Task senders, long until, CancellationToken cancellationToken)
    {
        var left = clock.GetElapsedTime(clock.GetTimestamp(), until);
        return WaitAsync(senders, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Waits, unless a sender fails before.</summary>
    private async Task WaitAsync(Task senders, TimeSpan time, CancellationToken cancellationToken)
    {
        if (await Task.WhenAny(senders, Task.Delay(time, clock, cancellationToken)) == senders) await senders;
    }
}
