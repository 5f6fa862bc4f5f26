using System.Text;

namespace Hotline.Mls.Tests;

/// <summary>A member on Hotline.Mls.</summary>
internal sealed class OurMember : Participant, IDisposable
{
    private readonly MlsClient _client;
    private KeyPackageBundle? _bundle;
    private Group? _group;
    private Func<Group>? _accept;
    private Group? _superseded;

    public OurMember(string name, CipherSuiteId suite, string? identity = null)
        : base(name)
    {
        var algorithms = CipherSuites.Of(suite);
        var options = MlsOptions.Default with
        {
            Psks = id => id is PskId.External external ? SecretOf(Encoding.UTF8.GetString(external.Id.Span)) : null,
        };
        _client = new MlsClient(algorithms, algorithms.Signature.Generate(), Credential.Basic(Encoding.UTF8.GetBytes(identity ?? name)), Anybody.Known, options);
    }

    public Group Group => _group!;

    public override Standing Standing => Group.Phase == GroupPhase.Removed
        ? new Standing(Group.Epoch, Group.Self.Value, false, "", "")
        : new Standing(
            Group.Epoch,
            Group.Self.Value,
            Group.Phase == GroupPhase.Active,
            Convert.ToHexStringLower(Group.EpochAuthenticator()),
            Convert.ToHexStringLower(Group.Export("test", ExportContext, 32)));

    public override void Create(byte[] groupId) => _group = Mls.Group.Create(_client, groupId);

    public override byte[] KeyPackage()
    {
        _bundle = _client.NewKeyPackage();
        return new MlsMessage { KeyPackage = _bundle.KeyPackage }.Encode();
    }

    public override void Join(byte[] welcome) => _group = Mls.Group.Join(_client, _bundle!, MlsMessage.Decode(welcome));

    public override Sent Commit(bool isPublic, params IReadOnlyList<Change> changes) =>
        Waiting(Group.Commit(new CommitOptions { Encrypt = !isPublic }, [.. changes.Select(ToProposal)]));

    public override Sent ReInit(byte[] groupId, CipherSuiteId suite) => Waiting(Group.Commit(new Proposal.ReInit(groupId, suite, [])));

    public override void Accept() => _group = _accept!();

    public override byte[] Propose(bool isPublic, Change change)
    {
        using var step = change is Change.Update ? Group.ProposeUpdate(encrypt: !isPublic) : Group.Propose(ToProposal(change), encrypt: !isPublic);
        _group = step.Adopt();
        return step.Message.Encode();
    }

    public override void Process(byte[] handshake)
    {
        using var step = Group.Process(handshake);
        _group = step.Adopt();
    }

    public override byte[] Protect(string text)
    {
        using var step = Group.Protect(Encoding.UTF8.GetBytes(text));
        _group = step.Adopt();
        return step.Message.Encode();
    }

    public override string Unprotect(byte[] message)
    {
        using var step = Group.Unprotect(MlsMessage.Decode(message));
        _group = step.Adopt();
        return Encoding.UTF8.GetString(step.Data.Span);
    }

    public override byte[] GroupInfo() => Group.GroupInfo().Encode();

    public override byte[] JoinExternally(byte[] groupInfo, uint? replaces)
    {
        _superseded = _group;
        var options = new ExternalJoinOptions { Replaces = replaces is { } leaf ? new LeafIndex(leaf) : null };
        var join = Mls.Group.JoinExternally(_client, MlsMessage.Decode(groupInfo), options);
        _accept = join.Adopt;
        return join.Message.Encode();
    }

    public override byte[] RatchetTree() => Group.RatchetTree();

    public override Participant Successor(CipherSuiteId suite) => new OurMember(Name + "/next", suite, Name);

    public override Sent Reinitialize(Participant former, params IReadOnlyList<byte[]> others) =>
        Waiting(((OurMember)former).Group.Reinitialize(_client, [.. others.Select(KeyPackageIn)]));

    public override void JoinReinitialized(Participant former, byte[] welcome, byte[] tree) =>
        _group = Mls.Group.Join(_client, _bundle!, MlsMessage.Decode(welcome), new JoinOptions { Predecessor = ((OurMember)former).Group, RatchetTree = tree });

    public void Dispose()
    {
        _superseded?.Dispose();
        _group?.Dispose();
        _bundle?.Dispose();
        _client.Signer.Dispose();
    }

    private Sent Waiting(PendingCommit commit)
    {
        _accept = commit.Adopt;
        return new Sent(commit.Message.Encode(), commit.Welcome?.Encode());
    }

    private Proposal ToProposal(Change change) => change switch
    {
        Change.Add add => new Proposal.Add(KeyPackageIn(add.KeyPackage)),
        Change.Remove remove => new Proposal.Remove(new LeafIndex(remove.Leaf)),
        Change.Psk psk => new Proposal.Psk(PskId.ForExternal(_client.Suite, Encoding.UTF8.GetBytes(psk.Id))),
        Change.RequiredCredentials required => new Proposal.GroupContextExtensions([Extension.RequiredCapabilities(new RequiredCapabilities([], [], required.Types))]),
        Change.Resumption => new Proposal.Psk(PskId.ForResumption(_client.Suite, Group.Id, Group.Epoch)),
        _ => throw new ArgumentException("An update is proposed, never committed by its proposer.", nameof(change)),
    };

    private static KeyPackage KeyPackageIn(byte[] message) => MlsMessage.Decode(message).KeyPackage!;
}
