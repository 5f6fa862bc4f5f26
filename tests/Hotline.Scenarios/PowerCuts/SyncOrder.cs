using Hotline.Envelopes;
using Hotline.Leaves;
using Hotline.Scenarios.Promises;

namespace Hotline.Scenarios.PowerCuts;

/// <summary>Nothing is said before it is on the disk: who hears of evidence hears of it after the sync that covers it where it comes from.</summary>
internal sealed class SyncOrder(SyncTimes hub, IReadOnlyDictionary<string, SyncTimes> nodes)
{
    private readonly List<string> _faults = [];

    /// <summary>How many times something was heard.</summary>
    public int Compared { get; private set; }

    /// <param name="log">The hub's: it has the evidence of every message.</param>
    public IReadOnlyList<string> Judge(AuditedLog log)
    {
        foreach (var note in log.Evidence.Select(one => one.Note).OfType<OriginNote<Real>>())
        {
            var (sender, recipient) = (nodes[NameOf(note.Text.From)], nodes[NameOf(note.Text.To[0])]);
            RequireSaid("FILED", note.Id, sender.Synced("NRO", note.Id), sender.Sent(note.Id.ToString()));
            RequireHeard("NRO", note.Id, sender, hub);
            RequireHeard("NRO", note.Id, hub, recipient);
            RequireHeard("NRS", note.Id, hub, sender);
            RequireRecipientHeard("NRD", note.Id, recipient, sender);
            if (log.Of("NRR", note.Id).FirstOrDefault() is not { } read) continue;
            RequireSaid("the acknowledgement", note.Id, recipient.Synced("NRR", note.Id), recipient.Sent(LeafText.FormatHash(read.Leaf)));
            RequireRecipientHeard("NRR", note.Id, recipient, sender);
        }

        return _faults;
    }

    private void RequireRecipientHeard(string kind, MessageId message, SyncTimes recipient, SyncTimes sender)
    {
        RequireHeard(kind, message, recipient, hub);
        RequireHeard(kind, message, hub, sender);
    }

    private void RequireHeard(string kind, MessageId message, SyncTimes from, SyncTimes by) => RequireSaid(kind, message, from.Synced(kind, message), by.Written(kind, message));

    private void RequireSaid(string what, MessageId message, ulong? synced, ulong? said)
    {
        Compared++;
        if (said is null) _faults.Add($"{what} of {message} was never heard");
        else if (synced is null) _faults.Add($"{what} of {message} was said without a sync");
        else if (said < synced) _faults.Add($"{what} of {message} was heard {(synced - said) / 1000} µs before the sync that covers it ended");
    }

    private static string NameOf(NodeName node) => node.ToString().Split('.')[0];
}
