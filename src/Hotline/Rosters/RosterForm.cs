using System.Collections.Immutable;
using System.Text.Json;
using Hotline.Envelopes;
using Hotline.Leaves;

namespace Hotline.Rosters;

/// <summary>Between the written roster and the values that rules use.</summary>
internal static class RosterForm
{
    private const string Version = "roster/v0";

    public static byte[] Write(Roster roster)
    {
        var text = new RosterText(
            Version, roster.Domain, (long)roster.Number, roster.Previous is { } previous ? LeafText.FormatHash(previous) : null,
            LeafText.FormatTime(roster.Issued), roster.Quorum,
            [.. roster.Members.Select(Write)], [.. roster.Hubs.Select(Write)], [.. roster.Auditors.Select(Write)]);
        return [.. JsonSerializer.SerializeToUtf8Bytes(text, RosterJson.Default.RosterText), (byte)'\n'];
    }

    public static Roster Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Roster.MaxSize) throw new RosterFormatException($"A roster has at most {Roster.MaxSize} bytes.");
        RosterText text;
        try
        {
            text = JsonSerializer.Deserialize(bytes, RosterJson.Default.RosterText) ?? throw new RosterFormatException("The roster is null.");
        }
        catch (JsonException malformed)
        {
            throw new RosterFormatException($"The roster is not of the expected form at {malformed.Path}.", malformed);
        }

        Require(text.Hotline == Version, $"The roster's version is not {Version}.");
        Require(text.Number > 0, "A roster's number begins at 1.");
        var roster = new Roster(
            text.Domain, (ulong)text.Number, text.Previous is null ? null : Hash(text.Previous, "previous"), Time(text.Issued, "issued"),
            text.Quorum, [.. Each(text.Members).Select(Read)], [.. Each(text.Hubs).Select(Read)], [.. Each(text.Auditors).Select(Read)]);
        RequireRules(roster);
        // One form only, so that two texts never mean one roster.
        Require(bytes.SequenceEqual(Write(roster)), "The roster is not in its one written form.");
        return roster;
    }

    private static void RequireRules(Roster roster)
    {
        Require((roster.Number == 1) == (roster.Previous is null), "Only the first roster has no previous one.");
        Require(roster.Members.Length > 0, "A roster has at least one member.");
        Require(roster.Quorum >= 1 && roster.Quorum <= roster.Members.Length, "The quorum is between 1 and the number of members.");
        RequireDistinct(roster.Members.Select(member => member.Member), "members' names");
        RequireDistinct(roster.Members.Select(member => member.Node).Concat(roster.Hubs.Select(hub => hub.Node)), "node names");
        RequireDistinct(roster.Auditors.Select(auditor => auditor.Name), "auditors' names");
        // A key has one owner and one role (transcript, section 2.1): else one party's evidence could pass for another's.
        RequireDistinct(
            roster.Members.SelectMany(member => member.Tls).Concat(roster.Hubs.SelectMany(hub => hub.Tls)).Concat(roster.Auditors.SelectMany(auditor => auditor.Tls)),
            "TLS keys");
        RequireDistinct(
            roster.Members.SelectMany(member => new[] { member.Root, member.Log, member.LogMlDsa, member.Desk.Evidence, member.Service.Evidence })
                .Concat(roster.Hubs.SelectMany(hub => new[] { hub.Log, hub.LogMlDsa })).Select(KeyPart),
            "verifier keys");
        RequireDistinct(roster.Members.SelectMany(member => member.Kem).Select(key => key.Fingerprint), "KEM keys");
        foreach (var member in roster.Members)
        {
            Require(member.Kem.Any(key => key.Seal.IsAtLeast(member.MinimumSeal)), $"{member.Member} has no KEM key of its minimum seal.");
            Require(member.Desk.Statements.Length > 0 && member.Service.Statements.Length > 0, $"{member.Member} has no key for Statements.");
        }
    }

    internal static MemberText Write(RosterMember member) => new(
        member.Member, member.Node.ToString(), member.Root, Write(member.Tls), member.Log, member.LogMlDsa, Write(member.Desk), Write(member.Service),
        [.. member.Kem.Select(key => new KemText(key.Seal.Name, Convert.ToBase64String(key.PublicKey.Span)))],
        member.MinimumSeal.Name, Write(member.RevokedSince));

    internal static HubText Write(RosterHub hub) =>
        new(hub.Node.ToString(), hub.Address.ToString(), Write(hub.Tls), hub.Log, hub.LogMlDsa, Write(hub.RevokedSince));

    internal static AuditorText Write(Auditor auditor) => new(auditor.Name, Write(auditor.Tls), Write(auditor.RevokedSince));

    private static RoleText Write(RoleKeys role) =>
        new(role.Evidence, [.. role.Statements.Select(certificate => Convert.ToBase64String(certificate.Span))]);

    private static ImmutableArray<string> Write(ImmutableArray<Digest> fingerprints) => [.. fingerprints.Select(LeafText.FormatHash)];

    private static string? Write(DateTimeOffset? time) => time is { } value ? LeafText.FormatTime(value) : null;

    internal static RosterMember Read(MemberText text) => new(
        Name(text.Member), Node(text.Node), text.Root, Hashes(text.Tls), text.Log, text.LogMlDsa, Read(text.Desk), Read(text.Service),
        [.. Each(text.Kem).Select(key => new KemKey(Seal(key.Seal), Base64(key.Key, "kem")))],
        Seal(text.MinimumSeal), OptionalTime(text.RevokedSince));

    private static RoleKeys Read(RoleText text) =>
        new(text.Evidence, [.. Each(text.Statements).Select(certificate => Base64(certificate, "statements"))]);

    internal static RosterHub Read(HubText text) => new(
        Node(text.Node), Address(text.Address), Hashes(text.Tls), text.Log, text.LogMlDsa, OptionalTime(text.RevokedSince));

    internal static Auditor Read(AuditorText text) => new(Name(text.Name), Hashes(text.Tls), OptionalTime(text.RevokedSince));

    private static ImmutableArray<T> Each<T>(ImmutableArray<T> items)
    {
        if (items.IsDefault) return [];
        foreach (var item in items) Require(item is not null, "A list holds a null.");
        return items;
    }

    private static ImmutableArray<Digest> Hashes(ImmutableArray<string> texts)
    {
        Require(Each(texts).Length > 0, "Every peer has a TLS key.");
        return [.. texts.Select(text => Hash(text, "tls"))];
    }

    private static Digest Hash(string text, string where) =>
        LeafText.TryParseHash(text, out var digest) ? digest : throw new RosterFormatException($"'{where}' holds no sha256: digest.");

    private static DateTimeOffset Time(string text, string where) =>
        LeafText.TryParseTime(text, out var time) ? time : throw new RosterFormatException($"'{where}' is not a UTC time with milliseconds.");

    private static DateTimeOffset? OptionalTime(string? text) => text is null ? null : Time(text, "revokedSince");

    private static NodeName Node(string text) =>
        NodeName.TryParse(text, out var name) ? name : throw new RosterFormatException("'node' is not a lower-case DNS name.");

    // Members' and auditors' names are single labels; the form is a node name's.
    private static string Name(string text) =>
        NodeName.TryParse(text, out _) ? text : throw new RosterFormatException("A name is lower-case letters, digits and hyphens.");

    private static SealSuite Seal(string text) =>
        SealSuite.Find(text) ?? throw new RosterFormatException("A seal is unknown here: this program is older than the roster.");

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
            ? address
            : throw new RosterFormatException("'address' is not an https URL.");

    private static ReadOnlyMemory<byte> Base64(string text, string where)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException malformed)
        {
            throw new RosterFormatException($"'{where}' is not base64.", malformed);
        }
    }

    // A verifier key is name+id+base64(type || key); what may not repeat is the key.
    private static string KeyPart(string verifierKey) => verifierKey.Split('+', 3) is [_, _, var key] ? key : verifierKey;

    private static void RequireDistinct<T>(IEnumerable<T> items, string what)
    {
        var seen = new HashSet<T>();
        foreach (var item in items) Require(seen.Add(item), $"Two entries share one of the {what}.");
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds) throw new RosterFormatException(rule);
    }
}
