using System.Collections.Immutable;
using Hotline.Leaves;
using Hotline.Rosters;

namespace Hotline.Cli.Rosters;

/// <summary>What the next roster changes. Nothing takes effect before a quorum signed it.</summary>
/// <param name="Entries">Parties that join, or whose keys change: each replaces the entry of its name.</param>
/// <param name="Removed">Names of nodes, members, hubs and auditors that leave.</param>
/// <param name="Revoked">Names whose keys count no more from the time of issue on; their entries stay, so that old evidence can be judged.</param>
/// <param name="Quorum">How many members must sign the roster after; null keeps it, or takes the majority for a first roster.</param>
internal sealed record RosterChanges(
    ImmutableArray<RosterEntry> Entries, ImmutableArray<string> Removed, ImmutableArray<string> Revoked, int? Quorum)
{
    public static RosterChanges Of(params ReadOnlySpan<RosterEntry> entries) => new([.. entries], [], [], null);

    /// <summary>The first roster of a domain, ready to be signed.</summary>
    /// <exception cref="RosterFormatException">Together the entries break a rule of rosters.</exception>
    public Roster First(string domain, DateTimeOffset issued)
    {
        var nobody = new Roster(domain, 1, null, LeafText.WholeMilliseconds(issued), 1, [], [], []);
        var filled = Apply(nobody);
        return (filled with { Quorum = Quorum ?? Majority(filled.Members.Length) }).Written();
    }

    /// <summary>The roster after <paramref name="current"/>, ready to be signed.</summary>
    /// <exception cref="RosterFormatException">It would break a rule of rosters, or a name is on no roster.</exception>
    public Roster After(Roster current, DateTimeOffset issued)
    {
        var next = current with { Number = current.Number + 1, Previous = current.Hash, Issued = LeafText.WholeMilliseconds(issued) };
        var changed = Apply(next);
        return (changed with { Quorum = Quorum ?? current.Quorum }).Written();
    }

    private static int Majority(int members) => (members / 2) + 1;

    private Roster Apply(Roster roster)
    {
        foreach (var entry in Entries) roster = With(roster, entry);
        foreach (var name in Removed) roster = Without(roster, name);
        foreach (var name in Revoked) roster = Revoke(roster, name);
        return roster;
    }

    private static Roster With(Roster roster, RosterEntry entry) => entry switch
    {
        RosterEntry.OfMember joins => roster with { Members = Put(roster.Members, joins.Member, member => member.Node == joins.Member.Node) },
        RosterEntry.OfHub joins => roster with { Hubs = Put(roster.Hubs, joins.Hub, hub => hub.Node == joins.Hub.Node) },
        RosterEntry.OfAuditor joins => roster with { Auditors = Put(roster.Auditors, joins.Auditor, auditor => auditor.Name == joins.Auditor.Name) },
        _ => throw new InvalidOperationException("An entry is of a member, a hub or an auditor."),
    };

    private static ImmutableArray<T> Put<T>(ImmutableArray<T> entries, T entry, Predicate<T> isItsOld)
    {
        var index = entries.IndexOf(entries.FirstOrDefault(candidate => isItsOld(candidate))!);
        return index < 0 ? entries.Add(entry) : entries.SetItem(index, entry);
    }

    private static Roster Without(Roster roster, string name)
    {
        RequireKnown(roster, name);
        return roster with
        {
            Members = roster.Members.RemoveAll(member => Names(member, name)),
            Hubs = roster.Hubs.RemoveAll(hub => hub.Node.ToString() == name),
            Auditors = roster.Auditors.RemoveAll(auditor => auditor.Name == name),
        };
    }

    private static Roster Revoke(Roster roster, string name)
    {
        RequireKnown(roster, name);
        return roster with
        {
            Members = [.. roster.Members.Select(
                member => Names(member, name) ? member with { RevokedSince = member.RevokedSince ?? roster.Issued } : member)],
            Hubs = [.. roster.Hubs.Select(
                hub => hub.Node.ToString() == name ? hub with { RevokedSince = hub.RevokedSince ?? roster.Issued } : hub)],
            Auditors = [.. roster.Auditors.Select(
                auditor => auditor.Name == name ? auditor with { RevokedSince = auditor.RevokedSince ?? roster.Issued } : auditor)],
        };
    }

    private static bool Names(RosterMember member, string name) => member.Member == name || member.Node.ToString() == name;

    private static void RequireKnown(Roster roster, string name)
    {
        var isKnown = roster.Members.Any(member => Names(member, name)) || roster.Hubs.Any(hub => hub.Node.ToString() == name)
            || roster.Auditors.Any(auditor => auditor.Name == name);
        if (!isKnown) throw new RosterFormatException($"Nobody on the roster is called {name}.");
    }
}
