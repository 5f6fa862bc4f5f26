using Hotline.Leaves;

namespace Hotline.Cli.Rosters;

/// <summary>A roster as it is printed.</summary>
/// <param name="Banner">Empty for real traffic.</param>
/// <param name="SignedBy">Members whose root signatures verify by this roster's own keys.</param>
/// <param name="File">Where it was written; null when it was only read.</param>
internal sealed record RosterAnswer(
    string Banner, string Domain, ulong Number, string Hash, string? Previous, string Issued, int Quorum, IReadOnlyList<string> SignedBy,
    IReadOnlyList<RosterLine> Members, IReadOnlyList<RosterLine> Hubs, IReadOnlyList<RosterLine> Auditors, string? File)
{
    public static RosterAnswer Of(RosterFile file, string? path = null)
    {
        var roster = file.Roster;
        return new RosterAnswer(
            BannerOf(roster.Domain), roster.Domain, roster.Number, LeafText.FormatHash(roster.Hash),
            roster.Previous is { } previous
                ? LeafText.FormatHash(previous)
                : null, LeafText.FormatTime(roster.Issued), roster.Quorum, file.Signers,
            [.. roster.Members.Select(member => new RosterLine(
                member.Member, member.Node.ToString(), "", Keys(member.Tls), member.Log, member.MinimumSeal.Name, Time(
                    member.RevokedSince)))],
            [.. roster.Hubs.Select(
                hub => new RosterLine(
                    hub.Node.ToString(), hub.Node.ToString(), hub.Address.ToString(), Keys(hub.Tls), hub.Log, "", Time(hub.RevokedSince)))],
            [.. roster.Auditors.Select(auditor => new RosterLine(auditor.Name, "", "", Keys(auditor.Tls), "", "", Time(auditor.RevokedSince)))], path);
    }

    private static string BannerOf(string domain) =>
        domain.Split(':', 2) is ["exercise", var id] ? new Exercise(id).Banner : "";

    private static IReadOnlyList<string> Keys(IEnumerable<Digest> fingerprints) => [.. fingerprints.Select(LeafText.FormatHash)];

    private static string Time(DateTimeOffset? time) => time is { } value ? LeafText.FormatTime(value) : "";
}

/// <param name="Name">Short name.</param>
/// <param name="Node">DNS name; empty for auditors.</param>
/// <param name="Address">Hubs only.</param>
/// <param name="Tls">Fingerprints of its TLS keys.</param>
/// <param name="Log">Verifier key of its transcript; empty for auditors.</param>
/// <param name="MinimumSeal">Members only.</param>
/// <param name="RevokedSince">Empty while in good standing.</param>
internal sealed record RosterLine(
    string Name, string Node, string Address, IReadOnlyList<string> Tls, string Log, string MinimumSeal, string RevokedSince);

internal sealed record RosterImported(string Banner, ulong Number, string Hash, bool Running);
