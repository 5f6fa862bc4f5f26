using System.Text;
using Hotline.Envelopes;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>When each piece of evidence was written by a server, when the sync that covers it ended, and when the server first spoke of it to an operator.</summary>
/// <remarks>Times are of the whole machine's monotonic clock, in nanoseconds.</remarks>
internal sealed class SyncTimes
{
    private readonly Dictionary<(string Kind, MessageId Message), ulong> _written = [];
    private readonly Dictionary<(string Kind, MessageId Message), ulong> _synced = [];
    private readonly List<(ulong Time, ReadOnlyMemory<byte> Bytes)> _sent = [];
    private readonly Dictionary<ulong, List<(string, MessageId)>> _waiting = [];
    private readonly Dictionary<uint, (ulong Inode, List<(string, MessageId)> Covered)> _syncing = [];
    private readonly HashSet<ulong> _logs = [];

    public SyncTimes(IEnumerable<RecordedCall> calls)
    {
        foreach (var call in calls) Take(call);
    }

    /// <summary>Null: never.</summary>
    public ulong? Written(string kind, MessageId message) => _written.TryGetValue((kind, message), out var time) ? time : null;

    /// <summary>Null: never.</summary>
    public ulong? Synced(string kind, MessageId message) => _synced.TryGetValue((kind, message), out var time) ? time : null;

    /// <summary>When a text first left on a local socket. Null: never.</summary>
    public ulong? Sent(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        foreach (var (time, sent) in _sent)
            if (sent.Span.IndexOf(bytes) >= 0) return time;
        return null;
    }

    private void Take(RecordedCall call)
    {
        switch (call.Call)
        {
            // A commit is on the disk when SQLite's log is: moving it into the database is for later.
            case Call.Opened when call.Path.EndsWith("-wal", StringComparison.Ordinal):
                _logs.Add(call.Inode);
                break;
            case Call.Written when _logs.Contains(call.Inode):
                foreach (var evidence in EvidenceIn(call.Content)) Write(call, evidence);
                break;
            case Call.SyncBegan when _logs.Contains(call.Inode):
                _syncing[call.Thread] = (call.Inode, _waiting.Remove(call.Inode, out var covered) ? covered : []);
                break;
            case Call.SyncEnded when _syncing.Remove(call.Thread, out var began):
                foreach (var evidence in began.Covered) _synced.TryAdd(evidence, call.Time);
                break;
            case Call.Sent:
                _sent.Add((call.Time, call.Content));
                break;
        }
    }

    private void Write(RecordedCall call, (string, MessageId) evidence)
    {
        if (!_written.TryAdd(evidence, call.Time)) return;
        if (!_waiting.TryGetValue(call.Inode, out var waiting)) _waiting[call.Inode] = waiting = [];
        waiting.Add(evidence);
    }

    private static IEnumerable<(string Kind, MessageId Message)> EvidenceIn(ReadOnlyMemory<byte> page)
    {
        var heading = "hotline/evidence/v1\n"u8.ToArray();
        for (var rest = page; rest.Span.IndexOf(heading) is >= 0 and var at;)
        {
            rest = rest[(at + heading.Length)..];
            var lines = Encoding.ASCII.GetString(rest.Span[..Math.Min(rest.Length, 64)]).Split('\n');
            if (lines.Length > 2 && lines[1].StartsWith("msg ", StringComparison.Ordinal) && MessageId.TryParse(lines[1].AsSpan(4), out var message)) yield return (lines[0], message);
        }
    }
}
