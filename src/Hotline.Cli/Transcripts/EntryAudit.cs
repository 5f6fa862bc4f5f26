using Hotline.Envelopes;
using Hotline.Evidence;
using Hotline.Leaves;
using Hotline.Receipts;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Cli.Transcripts;

/// <summary>Judges what a transcript's entries say, long after: each by the roster it names or that held then, not by today's.</summary>
/// <param name="owner">Whose transcript it is: others' receipts stand in it with their proof, its own without.</param>
internal sealed class EntryAudit<TDomain>(TDomain domain, RosterSeries rosters, NodeName owner)
    where TDomain : struct, ITrafficDomain
{
    private readonly EntryTime _time = new();
    private readonly List<(Roster Roster, EvidenceVerifier<TDomain> Verifier)> _judges = [];

    /// <returns>The rule that the entry breaks, or null.</returns>
    public string? Judge(ReadOnlyMemory<byte> entry)
    {
        if (_judges.Count == 0) MakeJudges();
        try
        {
            if (IsOrigin(entry.Span)) return JudgeOrigin(OriginNote<TDomain>.Parse(entry, domain));
            var proof = TlogProofStart(entry.Span);
            return proof < 0
                ? JudgeOwn(Receipt<TDomain>.Parse(entry, ReadOnlyMemory<byte>.Empty, domain))
                : JudgeForeign(Receipt<TDomain>.Parse(entry[..proof], entry[proof..], domain));
        }
        catch (LeafFormatException malformed)
        {
            return malformed.Message;
        }
    }

    private string? JudgeOrigin(OriginNote<TDomain> origin)
    {
        _time.Now = origin.Text.Time;
        if (_judges.FirstOrDefault(judge => judge.Roster.Hash == origin.Text.RosterHash).Verifier is not { } verifier)
            return $"NRO {origin.Id}: it names roster {origin.Text.RosterNumber}, which is not among those given";
        return verifier.VerifyOrigin(origin) is { } fault ? $"NRO {origin.Id}: {Words(fault)}" : null;
    }

    private string? JudgeForeign(Receipt<TDomain> receipt)
    {
        _time.Now = receipt.Text.Time;
        ReceiptFault? last = null;
        // A receipt names no roster; keys that were exchanged since were good in an older one.
        foreach (var (_, verifier) in _judges)
        {
            last = verifier.VerifyReceipt(receipt).Fault;
            if (last is null) return null;
        }

        return $"{receipt.Text.Kind.ToWord()} of {receipt.Text.From} about {receipt.Text.Message}: {last}";
    }

    private string? JudgeOwn(Receipt<TDomain> receipt)
    {
        var what = $"{receipt.Text.Kind.ToWord()} about {receipt.Text.Message}";
        if (receipt.Text.From != owner) return $"{what}: it is by {receipt.Text.From} and has no proof";
        if (receipt.Text.Kind != ReceiptKind.Read) return null;
        var desks = _judges.Select(judge => judge.Roster.Find(owner)?.Desk.Evidence).OfType<string>().Distinct();
        return desks.Any(desk => IsSignedBy(receipt.Entry, desk)) ? null : $"{what}: it is not signed by the desk";
    }

    private static bool IsOrigin(ReadOnlySpan<byte> entry)
    {
        var headingEnd = entry.IndexOf((byte)'\n');
        return headingEnd >= 0 && entry[(headingEnd + 1)..].StartsWith("NRO\n"u8);
    }

    /// <summary>Where the proof begins in an entry that another party issued; negative in one's own.</summary>
    private static int TlogProofStart(ReadOnlySpan<byte> entry)
    {
        var start = entry.IndexOf("\nc2sp.org/tlog-proof@v1\n"u8);
        return start < 0 ? start : start + 1;
    }

    private static bool IsSignedBy(ReadOnlyMemory<byte> note, string key)
    {
        try
        {
            return SignedNote.Parse(note).Verify([VerifierKey.Parse(key)]).Count > 0;
        }
        catch (NoteException)
        {
            return false;
        }
    }

    private static string Words(OriginFault fault) => fault switch
    {
        OriginFault.UnknownSender => "its sender is not on the roster it names",
        OriginFault.RevokedSender => "its sender was revoked",
        OriginFault.Signature => "its signature is by no key of its sender",
        OriginFault.WrongRole => "an automatic service signed what only a desk may",
        _ => fault.ToString(),
    };

    // Newest first: most receipts are judged by the first that is asked.
    private void MakeJudges()
    {
        var series = RosterSeries.Begin(rosters.All[0], domain.Name);
        foreach (var roster in rosters.All)
        {
            series = series.Add(roster);
            // A book that nobody imports into: its folder is never touched.
            var book = new RosterBook(series, new RosterFolder(""));
            _judges.Insert(0, (roster.Roster, new EvidenceVerifier<TDomain>(domain, book, _time)));
        }
    }

    /// <summary>The time at which an entry says it was made.</summary>
    private sealed class EntryTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

/// <summary>Makes the audit for the domain that a series of rosters is of.</summary>
internal static class EntryAudit
{
    /// <param name="origin">Of the log.</param>
    public static Func<ReadOnlyMemory<byte>, string?> Of(RosterSeries rosters, string origin)
    {
        var owner = NodeName.TryParse(origin.Split('/')[0], out var name) ? name : default;
        return rosters.Current.Domain.Split(':', 2) is ["exercise", var id]
            ? new EntryAudit<Exercise>(new Exercise(id), rosters, owner).Judge
            : new EntryAudit<Real>(default, rosters, owner).Judge;
    }
}
