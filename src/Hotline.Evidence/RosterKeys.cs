using System.Collections.Frozen;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>A roster's verifier keys, parsed once: every message is checked against them.</summary>
internal sealed class RosterKeys
{
    private readonly FrozenDictionary<NodeName, NodeKeys> _keys;

    /// <exception cref="RosterRefusedException">A key in the roster is no verifier key, or bears a name that is not its owner's.</exception>
    public RosterKeys(Roster roster, Func<NodeName, string> originOf)
    {
        Roster = roster;
        _keys = roster.Members
            .Select(member => new NodeKeys(
                member.Node, LogOf(originOf(member.Node), member.Log, member.LogMlDsa),
                Parse(member.Desk.Evidence, $"{member.Node}/desk/"), Parse(member.Service.Evidence, $"{member.Node}/service/"),
                member.RevokedSince, IsHub: false))
            .Concat(roster.Hubs.Select(hub => new NodeKeys(
                hub.Node, LogOf(originOf(hub.Node), hub.Log, hub.LogMlDsa), null, null, hub.RevokedSince, IsHub: true)))
            .ToFrozenDictionary(keys => keys.Node);
    }

    public Roster Roster { get; }

    public NodeKeys? Find(NodeName node) => _keys.GetValueOrDefault(node);

    private static CheckpointVerifier LogOf(string origin, string log, string logMlDsa) => new(origin, Parse(log, origin), Parse(logMlDsa, origin));

    private static VerifierKey Parse(string text, string name)
    {
        try
        {
            var key = VerifierKey.Parse(text);
            return key.Name.StartsWith(name, StringComparison.Ordinal) ? key : throw new RosterRefusedException($"The key {key.Name} stands where one named {name} belongs.");
        }
        catch (NoteException malformed)
        {
            throw new RosterRefusedException($"The roster holds a malformed verifier key for {name}: {malformed.Message}", malformed);
        }
    }
}

/// <param name="Desk">Null for hubs, which say nothing themselves.</param>
internal sealed record NodeKeys(
    NodeName Node, CheckpointVerifier Log, VerifierKey? Desk, VerifierKey? Service, DateTimeOffset? RevokedSince, bool IsHub)
{
    public bool IsRevokedAt(DateTimeOffset time) => RevokedSince is { } since && time >= since;
}
