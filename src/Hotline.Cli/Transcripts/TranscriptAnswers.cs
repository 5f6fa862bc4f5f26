namespace Hotline.Cli.Transcripts;

/// <summary>What checking a transcript found.</summary>
/// <param name="Holds">Every signature and hash that could be checked holds.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Origin">Whose log it is, by its signed checkpoint.</param>
/// <param name="Size">Leaves by its signed checkpoint.</param>
/// <param name="Root">Base64; null where there is no checkpoint that holds.</param>
/// <param name="Entries">Entries whose hashes were computed anew.</param>
/// <param name="IsWhole">False when entries were not open to this reader, so that only hashes were checked.</param>
/// <param name="IsAudited">Whether the signatures and proofs within entries were checked too, by the rosters.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TranscriptVerdict(
    bool Holds, string Source, string Origin, ulong Size, string? Root, ulong Entries, bool IsWhole, bool IsAudited, IReadOnlyList<FaultLine> Faults,
    double Seconds);

/// <param name="Where">File of the log, or the entry's index.</param>
internal sealed record FaultLine(string Where, string Rule);
