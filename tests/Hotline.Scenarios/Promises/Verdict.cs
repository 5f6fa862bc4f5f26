using System.Text.Json;
using Hotline.Cli.Transcripts;
using Hotline.Evidence;
using Hotline.Scenarios.Running;
using Hotline.Transcript;
using Hotline.Wire;

namespace Hotline.Scenarios.Promises;

/// <summary>Judges a network from outside by everything that was ever promised: logs, checkpoints, evidence, and what officers were told.</summary>
internal sealed class Verdict(ServerNetwork network, Audit audit, Traffic traffic)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Waits until nothing is on its way any more, then judges; again and again while patience lasts and something is amiss.</summary>
    /// <returns>What does not hold; empty when every promise was kept.</returns>
    public async Task<IReadOnlyList<string>> AwaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await SettleAsync(patience - TimeProvider.System.GetElapsedTime(started), cancellationToken);
            var faults = await JudgeAsync(cancellationToken);
            if (faults.Count == 0 || TimeProvider.System.GetElapsedTime(started) > patience) return faults;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>As it is now.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(CancellationToken cancellationToken)
    {
        var logs = new List<AuditedLog>();
        foreach (var server in network.All) logs.Add(await audit.ReadAsync(server, cancellationToken));
        var faults = new List<string>();
        foreach (var log in logs) JudgeLog(log, faults);
        foreach (var log in logs) faults.AddRange(audit.Seen.Broken(log));
        var nodes = logs.Skip(1).ToDictionary(log => log.Name);
        faults.AddRange(new Ladder(logs[0], nodes).Judge(traffic.Filed.Keys, traffic.Acknowledged));
        if (faults.Count == 0) await JudgeInboxesAsync(nodes, faults, cancellationToken);
        return faults;
    }

    /// <summary>The log verifies, each entry is evidence, and what it knows of other logs is remembered as seen.</summary>
    private void JudgeLog(AuditedLog log, List<string> faults)
    {
        if (!log.Report.Holds || !log.Report.IsWhole) faults.Add($"{log.Name}'s transcript does not verify: {string.Join("; ", log.Report.Faults)}");
        var judge = EntryAudit.Of(RosterSeries.Begin(network.Network.First, default(Real).Name), log.Origin);
        foreach (var entry in log.Entries)
            if (judge(entry) is { } fault) faults.Add($"{log.Name}: {fault}");
        foreach (var one in log.Evidence)
        {
            if (one.Seen is { } seen) audit.Seen.Add(seen.Origin, seen.Size, seen.Root.ToString(), $"{one.Kind} of {one.Message}");
            if (TlogProof.TryParse(one.Proof, out var proof)) audit.Seen.Add(Checkpoint.Parse(SignedNote.Parse(proof.CheckpointNote).Text), $"{log.Name}'s {one.Kind} of {one.Message}");
        }
    }

    /// <summary>Officers see each message once, with the words that were sent.</summary>
    private async Task JudgeInboxesAsync(Dictionary<string, AuditedLog> nodes, List<string> faults, CancellationToken cancellationToken)
    {
        foreach (var node in network.Nodes)
        {
            var came = nodes[node.Name].Evidence.Count(one => one.Kind == "NRO" && one.Issuer.ToString().Split('.')[0] != node.Name);
            var shown = (await node.FindStatusAsync(cancellationToken))?.Counts.Single(count => count.Name == "received").Value;
            if (shown != came) faults.Add($"{node.Name} has {came} messages in its log and {shown} in its inbox");
        }

        foreach (var (message, filed) in traffic.Filed)
        {
            var shown = await network.Nodes.Single(node => node.Name == filed.To).Operator.Desk.ShowAsync(new ShowRequest { Id = message.ToString() }, cancellationToken: cancellationToken);
            var body = JsonDocument.Parse(shown.Fields.Single(field => field.Name == "body").Value).RootElement.GetString();
            if (body != filed.Body) faults.Add($"{filed.To} reads other words in {message} than were sent");
        }
    }

    private async Task SettleAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var before = "";
        var still = 0;
        while (still < 3 && TimeProvider.System.GetElapsedTime(started) < patience)
        {
            await Task.Delay(Pause, cancellationToken);
            var now = await StateAsync(cancellationToken);
            still = now is not null && now == before ? still + 1 : 0;
            before = now ?? "";
        }
    }

    /// <returns>Sizes of all logs; null while something is known to be on its way.</returns>
    private async Task<string?> StateAsync(CancellationToken cancellationToken)
    {
        var sizes = new List<ulong>();
        foreach (var server in network.All)
        {
            if (await server.FindStatusAsync(cancellationToken) is not { } status) return null;
            if (status.Counts.Any(count => count.Name is "outbox" or "receipts to send" or "undelivered" && count.Value > 0)) return null;
            sizes.Add(status.LogSize);
        }

        return string.Join(' ', sizes);
    }
}
