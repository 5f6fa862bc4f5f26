using System.Text.Json.Nodes;
using System.Text;

namespace Hotline.Mls.Tests;

/// <summary>A group whose members are of two makes, and a delivery service that brings everybody everything.</summary>
internal sealed class MixedGroup(PeerProcess peer, CipherSuiteId suite) : IDisposable
{
    private readonly List<IDisposable> _ours = [];

    /// <summary>Those in the group now, by name.</summary>
    public Dictionary<string, Participant> Members { get; } = [];

    public Participant this[string name] => Members[name];

    /// <summary>The first creates the group and adds the others, all in one commit.</summary>
    public static MixedGroup Of(PeerProcess peer, CipherSuiteId suite, params IReadOnlyList<(string Name, bool Ours)> members)
    {
        var group = new MixedGroup(peer, suite);
        var first = group.NewMember(members[0].Name, members[0].Ours);
        first.Create("group"u8.ToArray());
        group.Members.Add(first.Name, first);
        if (members.Count > 1) group.Commit(first.Name, isPublic: false, [], [.. members.Skip(1).Select(member => group.NewMember(member.Name, member.Ours))]);
        return group;
    }

    public Participant NewMember(string name, bool ours)
    {
        if (!ours) return new PeerMember(peer, name, suite);
        var member = new OurMember(name, suite);
        _ours.Add(member);
        return member;
    }

    /// <summary>The peer learns a PSK; our members know each.</summary>
    public void Know(string psk) => peer.Ask(new JsonObject
    {
        ["do"] = "psk",
        ["id"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(psk)),
        ["secret"] = Convert.ToBase64String(Participant.SecretOf(psk)),
    });

    public void Commit(string committer, bool isPublic, params Change[] changes) => Commit(committer, isPublic, changes, []);

    /// <summary>One commits what waits and some changes, and adds newcomers; everybody follows; who is removed is gone.</summary>
    public void Commit(string committer, bool isPublic, IReadOnlyList<Change> changes, IReadOnlyList<Participant> newcomers)
    {
        var adds = newcomers.Select(newcomer => new Change.Add(newcomer.KeyPackage()));
        var sent = this[committer].Commit(isPublic, [.. changes, .. adds]);
        Deliver(committer, sent.Message);
        foreach (var newcomer in newcomers)
        {
            newcomer.Join(sent.Welcome!);
            Members.Add(newcomer.Name, newcomer);
        }

        ShouldAgree();
    }

    /// <summary>The sender's commit is accepted, and all others take it.</summary>
    public void Deliver(string committer, byte[] message)
    {
        ToOthers(committer, message);
        if (Members.TryGetValue(committer, out var member)) member.Accept();
        foreach (var removed in Members.Values.Where(other => other.Name != committer && !other.Standing.IsMember).ToList()) Members.Remove(removed.Name);
    }

    public void ToOthers(string sender, byte[] message)
    {
        foreach (var other in Members.Values.Where(other => other.Name != sender)) other.Process(message);
    }

    public void Propose(string proposer, bool isPublic, Change change) => ToOthers(proposer, this[proposer].Propose(isPublic, change));

    public void JoinExternally(Participant newcomer, string introducer, uint? replaces = null)
    {
        var message = newcomer.JoinExternally(this[introducer].GroupInfo(), replaces);
        Members.Remove(newcomer.Name);
        ToOthers(newcomer.Name, message);
        newcomer.Accept();
        Members.Add(newcomer.Name, newcomer);
        ShouldAgree();
    }

    /// <summary>All are in one epoch, with equal secrets, each at a leaf of its own.</summary>
    public void ShouldAgree()
    {
        var standings = Members.Values.Select(member => member.Standing).ToList();
        standings.Select(standing => (standing.IsMember, standing.Epoch, standing.Authenticator, standing.Exported)).Distinct().Should().ContainSingle();
        standings[0].IsMember.Should().BeTrue();
        standings.Select(standing => standing.Leaf).Should().OnlyHaveUniqueItems();
    }

    /// <summary>One sends, and all others read it.</summary>
    public void ShouldBeReadBy(string sender, string text)
    {
        var message = this[sender].Protect(text);
        foreach (var reader in Members.Values.Where(reader => reader.Name != sender)) reader.Unprotect(message).Should().Be(text);
    }

    public void EverybodyReadsEverybody()
    {
        foreach (var sender in Members.Keys) ShouldBeReadBy(sender, $"from {sender}");
    }

    public void Dispose() => _ours.ForEach(member => member.Dispose());
}
