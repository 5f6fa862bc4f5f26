using System.Text;
using Hotline.Envelopes;
using Hotline.Rosters;

namespace Hotline.Tests;

/// <summary>Rosters for tests of rules; their keys have the form of keys and belong to nobody.</summary>
internal static class ARoster
{
    public static Roster Of(params string[] members) => new Roster(
        "real", 1, null, AnOrigin.Noon, 1, [.. members.Select(Member)], [Hub("hub-north")], [new Auditor("sample-auditor", [Key("auditor tls")], null)]).Written();

    public static RosterMember Member(string name) => new(
        name, NodeName.Parse($"{name}.example"), VerifierKey($"{name}.example/root"), [Key($"{name} tls")],
        VerifierKey($"{name}.example/transcript/1"), VerifierKey($"{name}.example/transcript/1 pq"),
        new RoleKeys(VerifierKey($"{name}.example/desk/watch"), [Encoding.ASCII.GetBytes($"{name} desk certificate")]),
        new RoleKeys(VerifierKey($"{name}.example/service/taxii"), [Encoding.ASCII.GetBytes($"{name} service certificate")]),
        [new KemKey(SealSuite.HybridLetter, Encoding.ASCII.GetBytes($"{name} kem"))], SealSuite.HybridLetter, null);

    private static RosterHub Hub(string name) => new(
        NodeName.Parse($"{name}.example"), new Uri("https://127.0.0.1:7000/"), [Key($"{name} tls")],
        VerifierKey($"{name}.example/transcript/1"), VerifierKey($"{name}.example/transcript/1 pq"), null);

    private static string VerifierKey(string name) => $"{name}+00000000+{Key(name)}";

    private static Digest Key(string name) => Digest.Of(Encoding.ASCII.GetBytes(name));
}
