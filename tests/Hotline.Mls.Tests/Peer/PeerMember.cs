using System.Text;
using System.Text.Json.Nodes;

namespace Hotline.Mls.Tests;

/// <summary>A member in the peer's program.</summary>
internal sealed class PeerMember : Participant
{
    private readonly PeerProcess _peer;
    private Standing? _standing;

    public PeerMember(PeerProcess peer, string name, CipherSuiteId suite, string? identity = null)
        : base(name)
    {
        _peer = peer;
        Ask("client", ("suite", (int)suite), ("identity", Base64(Encoding.UTF8.GetBytes(identity ?? name))));
    }

    /// <summary>As the last answer that could change it told.</summary>
    public override Standing Standing => _standing ?? throw new InvalidOperationException("The member is in no group yet.");

    public override void Create(byte[] groupId) => Ask("createGroup", ("groupId", Base64(groupId)));

    public override byte[] KeyPackage() => Bytes(Ask("keyPackage"), "keyPackage");

    public override void Join(byte[] welcome) => Ask("join", ("welcome", Base64(welcome)));

    public override Sent Commit(bool isPublic, params IReadOnlyList<Change> changes) =>
        SentBy(Ask("commit", ("isPublic", isPublic), ("changes", new JsonArray([.. changes.Select(ToJson)]))));

    public override Sent ReInit(byte[] groupId, CipherSuiteId suite) => SentBy(Ask("reInit", ("groupId", Base64(groupId)), ("suite", (int)suite)));

    public override void Accept() => Ask("accept");

    public override byte[] Propose(bool isPublic, Change change) => Bytes(Ask("propose", ("isPublic", isPublic), ("change", ToJson(change))), "message");

    public override void Process(byte[] handshake) => Ask("process", ("message", Base64(handshake)));

    public override byte[] Protect(string text) => Bytes(Ask("protect", ("data", Base64(Encoding.UTF8.GetBytes(text)))), "message");

    public override string Unprotect(byte[] message) => Encoding.UTF8.GetString(Bytes(Ask("unprotect", ("message", Base64(message))), "data"));

    public override byte[] GroupInfo() => Bytes(Ask("groupInfo"), "groupInfo");

    public override byte[] JoinExternally(byte[] groupInfo, uint? replaces) =>
        Bytes(Ask("joinExternally", ("groupInfo", Base64(groupInfo)), ("resync", replaces is not null)), "message");

    public override byte[] RatchetTree() => Bytes(Ask("ratchetTree"), "tree");

    public override Participant Successor(CipherSuiteId suite) => new PeerMember(_peer, Name + "/next", suite, Name);

    public override Sent Reinitialize(Participant former, params IReadOnlyList<byte[]> others) => SentBy(Ask(
        "reinitialize", ("former", former.Name), ("others", new JsonArray([.. others.Select(other => (JsonNode)Base64(other))]))));

    public override void JoinReinitialized(Participant former, byte[] welcome, byte[] tree) =>
        Ask("joinReinitialized", ("former", former.Name), ("welcome", Base64(welcome)));

    private JsonObject Ask(string request, params IEnumerable<(string Name, JsonNode Value)> arguments)
    {
        var line = new JsonObject { ["do"] = request, ["member"] = Name };
        foreach (var (name, value) in arguments) line[name] = value;
        var answer = _peer.Ask(line);
        if (answer["phase"] is { } phase)
            _standing = new Standing((ulong)answer["epoch"]!, (uint)answer["leaf"]!, (string)phase! == "active", Hex(answer, "authenticator"), Hex(answer, "exported"));
        return answer;
    }

    private static JsonObject ToJson(Change change)
    {
        switch (change)
        {
            case Change.Add add:
                return new JsonObject { ["type"] = "add", ["keyPackage"] = Base64(add.KeyPackage) };
            case Change.Remove remove:
                return new JsonObject { ["type"] = "remove", ["leaf"] = remove.Leaf };
            case Change.Psk psk:
                return new JsonObject { ["type"] = "psk", ["id"] = Base64(Encoding.UTF8.GetBytes(psk.Id)) };
            case Change.Resumption:
                return new JsonObject { ["type"] = "resumption" };
            case Change.Update:
                return new JsonObject { ["type"] = "update" };
            default:
                throw new ArgumentException("The peer is not asked for this change, see the README.", nameof(change));
        }
    }

    private static Sent SentBy(JsonObject answer) => new(Bytes(answer, "message"), answer["welcome"] is null ? null : Bytes(answer, "welcome"));

    private static byte[] Bytes(JsonObject answer, string property) => Convert.FromBase64String((string)answer[property]!);

    private static string Hex(JsonObject answer, string property) => Convert.ToHexStringLower(Bytes(answer, property));

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);
}
