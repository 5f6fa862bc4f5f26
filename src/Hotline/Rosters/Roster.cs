using System.Collections.Immutable;

namespace Hotline.Rosters;

/// <summary>Who belongs, with which keys: one link of a hash-linked series that a quorum of members signs and no hub can change.</summary>
/// <param name="Domain"><c>real</c> or <c>exercise:ID</c>.</param>
/// <param name="Previous">Hash of the roster before; null in the first.</param>
/// <param name="Quorum">How many of these members must sign the next roster.</param>
public sealed record Roster(
    string Domain, ulong Number, Digest? Previous, DateTimeOffset Issued, int Quorum,
    ImmutableArray<RosterMember> Members, ImmutableArray<RosterHub> Hubs, ImmutableArray<Auditor> Auditors)
{
    /// <summary>Largest text in bytes.</summary>
    public const int MaxSize = 4 * 1024 * 1024;

    /// <summary>SHA-256 of the text as signed: the roster's name in NROs, Statements and the next roster.</summary>
    public Digest Hash { get; private init; }

    /// <summary>The text as signed, ending in LF.</summary>
    public ReadOnlyMemory<byte> Text { get; private init; }

    public RosterMember? Find(NodeName node) => Members.FirstOrDefault(member => member.Node == node);

    public RosterMember? FindMember(string name) => Members.FirstOrDefault(member => member.Member == name);

    public RosterHub? FindHub(NodeName node) => Hubs.FirstOrDefault(hub => hub.Node == node);

    /// <summary>The member, hub or auditor that a TLS key belongs to, if it is in good standing now.</summary>
    public Peer? FindPeer(Digest tlsKey, DateTimeOffset now)
    {
        if (Members.FirstOrDefault(member => member.Tls.Contains(tlsKey)) is { } member)
            return member.IsRevokedAt(now) ? null : new Peer.Node(member);
        if (Hubs.FirstOrDefault(hub => hub.Tls.Contains(tlsKey)) is { } hub)
            return hub.RevokedSince <= now ? null : new Peer.Hub(hub);
        if (Auditors.FirstOrDefault(auditor => auditor.Tls.Contains(tlsKey)) is { } auditor)
            return auditor.RevokedSince <= now ? null : new Peer.Reader(auditor);
        return null;
    }

    /// <summary>Why this roster cannot follow <paramref name="current"/>, or null. Signatures are checked apart.</summary>
    public string? WhyNotAfter(Roster current)
    {
        if (Domain != current.Domain) return $"it is for {Domain}, not for {current.Domain}";
        if (Number != current.Number + 1) return $"its number is {Number}, the next is {current.Number + 1}";
        if (Previous != current.Hash) return "it does not follow the roster known here";
        return null;
    }

    /// <summary>The same roster with its text, ready to be signed.</summary>
    /// <exception cref="RosterFormatException">It breaks a rule of rosters.</exception>
    public Roster Written() => Parse(RosterForm.Write(this));

    /// <summary>Reads the one form of a roster.</summary>
    /// <exception cref="RosterFormatException">Any other form; the message names the rule.</exception>
    public static Roster Parse(ReadOnlyMemory<byte> text) => RosterForm.Read(text.Span) with { Text = text, Hash = Digest.Of(text.Span) };
}

/// <summary>Who is at the other end of a pinned TLS connection.</summary>
public abstract record Peer
{
    public sealed record Node(RosterMember Member) : Peer;

    public sealed record Hub(RosterHub Entry) : Peer;

    public sealed record Reader(Auditor Auditor) : Peer;

    public string Name => this switch
    {
        Node node => node.Member.Node.ToString(),
        Hub hub => hub.Entry.Node.ToString(),
        Reader reader => reader.Auditor.Name,
        _ => "",
    };
}
