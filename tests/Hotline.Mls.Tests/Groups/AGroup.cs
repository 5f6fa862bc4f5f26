using System.Text;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

/// <summary>Several members of one group, each with its own state, and a delivery service that brings everybody everything.</summary>
internal sealed class AGroup
{
    public static CipherSuite Suite1 { get; } = CipherSuites.Of(CipherSuiteId.X25519Aes128GcmSha256Ed25519);

    private AGroup(CipherSuite suite, MlsOptions options) => 
        (Suite, Options) = (suite, options with { CipherSuites = [.. Suites.All.Select(other => other.IdOf())] });

    public CipherSuite Suite { get; }

    public MlsOptions Options { get; }

    /// <summary>By name; who was removed stays, with its last state.</summary>
    public Dictionary<string, Group> Members { get; } = [];

    public Group this[string name]
    {
        get => Members[name];
        set => Members[name] = value;
    }

    /// <summary>The first creates the group and adds the others in one commit.</summary>
    public static AGroup Of(params string[] names) => Of(Suite1, MlsOptions.Default, names);

    public static AGroup Of(CipherSuite suite, MlsOptions options, params string[] names)
    {
        var group = new AGroup(suite, options);
        if (names.Length == 0) return group;
        group[names[0]] = Group.Create(group.Client(names[0]), "group"u8);
        group.Add(names[0], names[1..]);
        return group;
    }

    public MlsClient Client(string name, IAuthenticationService? authentication = null) =>
        new(Suite, Suite.Signature.Generate(), Credential.Basic(Encoding.UTF8.GetBytes(name)), authentication ?? Anybody.Known, Options);

    public LeafIndex LeafOf(string name) => this[name].Self;

    /// <summary>One member adds others, and everybody follows.</summary>
    public void Add(string committer, params string[] names)
    {
        if (names.Length == 0) return;
        var clients = names.Select(name => Client(name)).ToList();
        var bundles = clients.ConvertAll(client => client.NewKeyPackage());
        using var commit = this[committer].Commit([.. bundles.Select(bundle => new Proposal.Add(Sent(bundle.KeyPackage)))]);
        Deliver(committer, commit);
        for (var at = 0; at < names.Length; at++) this[names[at]] = Group.Join(clients[at], bundles[at], Sent(commit.Welcome!));
    }

    /// <summary>One member commits, and everybody follows.</summary>
    public void Commit(string committer, params Proposal[] proposals) => Commit(committer, CommitOptions.Default, proposals);

    public void Commit(string committer, CommitOptions options, params Proposal[] proposals)
    {
        using var commit = this[committer].Commit(options, proposals);
        Deliver(committer, commit);
    }

    public void Deliver(string committer, PendingCommit commit)
    {
        ToOthers(committer, commit.Message);
        this[committer] = commit.Adopt();
    }

    /// <summary>One member proposes, and everybody hears it.</summary>
    public void Propose(string proposer, Func<Group, SealedMessage> propose)
    {
        using var proposal = propose(this[proposer]);
        this[proposer] = proposal.Adopt();
        ToOthers(proposer, proposal.Message);
    }

    public MlsMessage Protect(string sender, string text)
    {
        using var step = this[sender].Protect(Encoding.UTF8.GetBytes(text));
        this[sender] = step.Adopt();
        return Sent(step.Message);
    }

    public string Unprotect(string reader, MlsMessage message)
    {
        using var step = this[reader].Unprotect(message);
        this[reader] = step.Adopt();
        return Encoding.UTF8.GetString(step.Data.Span);
    }

    /// <summary>All who are members are in one state, and everybody reads everybody.</summary>
    public void ShouldAgree()
    {
        var active = Members.Where(member => member.Value.Phase == GroupPhase.Active).Select(member => member.Key).ToList();
        foreach (var name in active)
        {
            this[name].Epoch.Should().Be(this[active[0]].Epoch);
            this[name].EpochAuthenticator().Should().Equal(this[active[0]].EpochAuthenticator());
            this[name].Export("test", "context"u8, 32).Should().Equal(this[active[0]].Export("test", "context"u8, 32));
        }

        foreach (var sender in active)
        {
            var message = Protect(sender, $"from {sender}");
            foreach (var reader in active.Where(reader => reader != sender)) Unprotect(reader, message).Should().Be($"from {sender}");
        }
    }

    /// <summary>As it comes out of the wire.</summary>
    public static MlsMessage Sent(MlsMessage message) => MlsMessage.Decode(message.Encode());

    private static KeyPackage Sent(KeyPackage keyPackage) => KeyPackage.Decode(keyPackage.Encode());

    public void ToOthers(string sender, MlsMessage message)
    {
        foreach (var (name, group) in Members.Where(member => member.Key != sender && member.Value.Phase == GroupPhase.Active).ToList())
        {
            using var received = group.Process(Sent(message));
            this[name] = received.Adopt();
        }
    }
}
