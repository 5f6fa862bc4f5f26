using System.Collections.Frozen;
using System.Security.Cryptography;
using Hotline.Cryptography;
using Hotline.Rosters;
using Hotline.Transcript;

namespace Hotline.Evidence;

/// <summary>A roster's verifier keys, parsed once: every message is checked against them.</summary>
internal sealed class RosterKeys
{
    private readonly FrozenDictionary<NodeName, NodeKeys> _keys;

    /// <exception cref="RosterRefusedException">A key in the roster is no verifier key of its role, or bears a name that is not its owner's.</exception>
    public RosterKeys(Roster roster, Func<NodeName, string> originOf)
    {
        Roster = roster;
        _keys = roster.Members
            .Select(member => new NodeKeys(
                member.Node, LogOf(originOf(member.Node), member.Log, member.LogMlDsa),
                EvidenceOf(member.Desk, $"{member.Node}/desk/"), EvidenceOf(member.Service, $"{member.Node}/service/"),
                member.RevokedSince, IsHub: false))
            .Concat(roster.Hubs.Select(hub => new NodeKeys(
                hub.Node, LogOf(originOf(hub.Node), hub.Log, hub.LogMlDsa), null, null, hub.RevokedSince, IsHub: true)))
            .ToFrozenDictionary(keys => keys.Node);
    }

    public Roster Roster { get; }

    /// <summary>Checks every key before the roster takes effect: afterwards a bad one would stand in the way of each message.</summary>
    /// <exception cref="RosterRefusedException">A key cannot be one. The message names it.</exception>
    public static void Require(Roster roster)
    {
        _ = new RosterKeys(roster, node => LogOrigin.Of(node, roster.Domain));
        foreach (var member in roster.Members)
        {
            RootOf(member);
            RequireCertificates(member.Desk, $"{member.Node}/desk/");
            RequireCertificates(member.Service, $"{member.Node}/service/");
            if (member.Kem.FirstOrDefault(key => key.PublicKey.Length != key.Seal.PublicKeySize) is { } kem)
                throw new RosterRefusedException($"The KEM key of {member.Node} for {kem.Seal.Name} has {kem.PublicKey.Length} bytes, not {kem.Seal.PublicKeySize}.");
        }
    }

    /// <summary>The key that signs rosters for a member.</summary>
    /// <exception cref="RosterRefusedException">It cannot be one.</exception>
    public static VerifierKey RootOf(RosterMember member)
    {
        var name = $"{member.Node}/root";
        return Parse(member.Root, KeyType.Ed25519, name, key => key.Name == name);
    }

    public NodeKeys? Find(NodeName node) => _keys.GetValueOrDefault(node);

    private static CheckpointVerifier LogOf(string origin, string log, string logMlDsa) => new(
        origin, Parse(log, KeyType.Ed25519, origin, key => key.Name == origin), Parse(logMlDsa, KeyType.MlDsa44, origin, key => key.Name == origin));

    private static VerifierKey EvidenceOf(RoleKeys role, string prefix) =>
        Parse(role.Evidence, KeyType.Ed25519, $"{prefix}…", key => key.Name.StartsWith(prefix, StringComparison.Ordinal));

    private static VerifierKey Parse(string text, KeyType type, string name, Predicate<VerifierKey> isNamed)
    {
        try
        {
            var key = VerifierKey.Parse(text);
            if (!isNamed(key)) throw new RosterRefusedException($"The key {key.Name} stands where one named {name} belongs.");
            return key.Type == type ? key : throw new RosterRefusedException($"The key {key.Name} is of type {key.Type} where one of {type} belongs.");
        }
        catch (NoteException malformed)
        {
            throw new RosterRefusedException($"The roster holds a malformed verifier key for {name}: {malformed.Message}", malformed);
        }
    }

    private static void RequireCertificates(RoleKeys role, string prefix)
    {
        foreach (var certificate in role.Statements)
        {
            try
            {
                // Whatever its algorithm: a state may sign by one that this program does not know.
                Certificates.Read(certificate.Span).Dispose();
            }
            catch (CryptographicException malformed)
            {
                throw new RosterRefusedException($"A key for Statements of {prefix}… is no certificate: {malformed.Message}", malformed);
            }
        }
    }
}

/// <param name="Desk">Null for hubs, which say nothing themselves.</param>
internal sealed record NodeKeys(
    NodeName Node, CheckpointVerifier Log, VerifierKey? Desk, VerifierKey? Service, DateTimeOffset? RevokedSince, bool IsHub)
{
    public bool IsRevokedAt(DateTimeOffset time) => RevokedSince is { } since && time >= since;
}
