using Hotline.Envelopes;

namespace Hotline.Scenarios.Promises;

/// <summary>
/// The promises about messages, judged on the logs of a hub and its nodes: what was filed arrives exactly once, every receipt is true and
/// every message's evidence stands in the logs of all its parties.
/// </summary>
internal sealed class Ladder(AuditedLog hub, IReadOnlyDictionary<string, AuditedLog> nodes)
{
    private readonly List<string> _faults = [];

    /// <param name="filed">Messages that an officer was told are filed.</param>
    /// <param name="acknowledged">Messages that an officer was told are acknowledged.</param>
    public IReadOnlyList<string> Judge(IEnumerable<MessageId> filed, IEnumerable<MessageId> acknowledged)
    {
        var sent = nodes.Values.SelectMany(log => log.Evidence.Where(one => one.Note is { } note && NameOf(note.Text.From) == log.Name).Select(one => one.Note!)).ToArray();
        foreach (var lost in filed.Except(sent.Select(note => note.Id))) _faults.Add($"{lost} was FILED, its sender does not know it any more");
        foreach (var note in sent) JudgeMessage(note);
        foreach (var lost in acknowledged.Where(message => !nodes.Values.All(log => log.Of("NRR", message).Any()))) _faults.Add($"{lost} was acknowledged, its NRR is not with both members");
        foreach (var log in nodes.Values.Append(hub)) JudgeStrangers(log, [.. sent.Select(note => note.LeafHash)]);
        foreach (var chain in sent.GroupBy(note => (note.Text.From, note.Text.Conversation))) JudgeChain([.. chain]);
        return _faults;
    }

    private void JudgeMessage(OriginNote<Real> note)
    {
        var sender = nodes[NameOf(note.Text.From)];
        var recipient = nodes[NameOf(note.Text.To[0])];
        RequireOne("NRO", note, null, [sender, hub, recipient]);
        RequireOne("NRS", note, hub, [hub, sender]);
        RequireOne("NRD", note, recipient, [recipient, hub, sender]);
        if (nodes.Values.Append(hub).Any(log => log.Of("NRR", note.Id).Any())) RequireOne("NRR", note, recipient, [recipient, hub, sender]);
    }

    /// <summary>Each of these logs has it exactly once, all the same, and it speaks of that NRO.</summary>
    /// <param name="issuer">Whose receipt it is; null for the NRO.</param>
    private void RequireOne(string kind, OriginNote<Real> note, AuditedLog? issuer, AuditedLog[] logs)
    {
        var leaf = issuer is null ? note.LeafHash : issuer.Of(kind, note.Id).FirstOrDefault()?.Leaf;
        foreach (var log in logs)
        {
            var found = log.Of(kind, note.Id).ToArray();
            if (found.Length != 1) _faults.Add($"{log.Name} has {found.Length} {kind} of {note.Id}");
            foreach (var one in found)
            {
                if (one.Leaf != leaf) _faults.Add($"{log.Name} has a {kind} of {note.Id} that its issuer does not know");
                if (issuer is not null && (NameOf(one.Issuer) != issuer.Name || one.Answered != note.LeafHash)) _faults.Add($"{log.Name} has a {kind} of {note.Id} that speaks of something else");
            }
        }
    }

    /// <summary>Nothing is in a log that belongs to no message, and nothing was refused or failed: every deadline was far away.</summary>
    private void JudgeStrangers(AuditedLog log, HashSet<Digest> sent)
    {
        foreach (var one in log.Evidence)
        {
            if (one.Kind is "REFUSED" or "FAILED") _faults.Add($"{log.Name} has {one.Kind} of {one.Message}");
            if (!sent.Contains(one.Answered ?? one.Leaf)) _faults.Add($"{log.Name} has {one.Kind} of {one.Message}, which its sender does not know");
        }
    }

    private void JudgeChain(OriginNote<Real>[] chain)
    {
        Digest? previous = null;
        ulong sequence = 0;
        foreach (var note in chain.OrderBy(note => note.Text.Sequence))
        {
            if (note.Text.Sequence != ++sequence || note.Text.Previous != previous) _faults.Add($"{note.Id} does not follow the message before it in its conversation");
            previous = note.LeafHash;
        }
    }

    private static string NameOf(NodeName node) => node.ToString().Split('.')[0];
}
