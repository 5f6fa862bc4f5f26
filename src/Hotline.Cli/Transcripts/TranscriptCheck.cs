using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary>Checks a transcript in one reading: hashes and checkpoint always, the evidence within entries where rosters are at hand.</summary>
internal static class TranscriptCheck
{
    /// <exception cref="LogSourceException">It cannot be read.</exception>
    public static async Task<TranscriptVerdict> RunAsync(
        TranscriptPlace place, TimeProvider clock, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var origin = place.Keys.Log.Name;
        var audited = place.Rosters is { } rosters ? new AuditedSource(place.Source, EntryAudit.Of(rosters, origin)) : null;
        var report = await LogVerifier.VerifyAsync(
            audited ?? place.Source, new CheckpointVerifier(origin, place.Keys.Log, place.Keys.LogMlDsa), progress, cancellationToken);
        FaultLine[] faults = [.. report.Faults.Concat(audited?.Faults ?? []).Select(fault => new FaultLine(fault.Where, fault.Rule))];
        return new TranscriptVerdict(
            report.Holds && faults.Length == 0, place.Name, origin, report.Checkpoint?.Size ?? 0, report.Checkpoint?.Root.ToString(), report.Entries,
            report.IsWhole, audited is not null && report.IsWhole, faults, Math.Round(clock.GetElapsedTime(began).TotalSeconds, 3));
    }
}
