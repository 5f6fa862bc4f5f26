using System.Collections.Immutable;
using Hotline.Rosters;

namespace Hotline.Evidence;

/// <summary>The hash-linked series of rosters known here, each but the first signed by a quorum of the one before it.</summary>
public sealed record RosterSeries
{
    private RosterSeries(ImmutableArray<SignedRoster> all) => All = all;

    /// <summary>Oldest first; never empty.</summary>
    public ImmutableArray<SignedRoster> All { get; }

    public Roster Current => All[^1].Roster;

    /// <summary>The first roster, whose hash people compared; it is signed by a quorum of its own members.</summary>
    /// <param name="domain"><c>real</c> or <c>exercise:ID</c>: a roster of another domain is refused.</param>
    /// <exception cref="RosterRefusedException">Not a first roster, of another domain, without quorum, or with a key that cannot be one.</exception>
    public static RosterSeries Begin(SignedRoster genesis, string domain)
    {
        if (genesis.Roster.Number != 1) throw new RosterRefusedException($"The first roster has number 1, this one has {genesis.Roster.Number}.");
        if (genesis.Roster.Domain != domain) throw new RosterRefusedException($"The roster is for {genesis.Roster.Domain}, this data directory is for {domain}.");
        RosterKeys.Require(genesis.Roster);
        if (genesis.WhyWithoutQuorumOf(genesis.Roster) is { } why) throw new RosterRefusedException($"Roster 1 may not take effect: {why}.");
        return new RosterSeries([genesis]);
    }

    /// <exception cref="RosterRefusedException">It does not follow the current roster, too few signed it, or a key in it cannot be one.</exception>
    public RosterSeries Add(SignedRoster next)
    {
        if (next.Roster.Hash == Current.Hash) return this;
        if (next.WhyNotAfter(Current) is { } why) throw new RosterRefusedException($"Roster {next.Roster.Number} may not take effect: {why}.");
        RosterKeys.Require(next.Roster);
        return new RosterSeries(All.Add(next));
    }

    /// <summary>The roster of that hash, current or older.</summary>
    public Roster? Find(Digest hash) => All.LastOrDefault(signed => signed.Roster.Hash == hash)?.Roster;

    public bool Equals(RosterSeries? other) => other is not null && Current.Hash == other.Current.Hash;

    public override int GetHashCode() => Current.Hash.GetHashCode();
}
