using System.Text.Json;
using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

/// <summary>
/// Nobody publishes vectors for the suites with provisional numbers. These were recorded by this library, so they prove no interoperability;
/// they hold that what was once kept and sent is read for ever. <c>HOTLINE_FREEZE=1</c> records them anew, after a deliberate break.
/// </summary>
public sealed class FrozenVectorTests
{
    private const string Folder = "tests/Hotline.Mls.Tests/Frozen";

    public static TheoryData<CipherSuiteId> Provisional => [.. Suites.All.Where(suite => suite.Id > 7).Select(suite => suite.IdOf())];

    [Theory]
    [MemberData(nameof(Provisional))]
    public void What_was_recorded_is_followed(CipherSuiteId suite)
    {
        var file = Path.Combine(SharedData.Checkout, Folder, $"{(ushort)suite:x4}.json");
        if (Environment.GetEnvironmentVariable("HOTLINE_FREEZE") == "1") File.WriteAllText(file, Record(CipherSuites.Of(suite)));
        using var recorded = JsonDocument.Parse(File.ReadAllBytes(file));

        PassiveClient.Follow(recorded.RootElement).Should().Be(3);
    }

    private static string Record(CipherSuite suite)
    {
        var psk = "a secret that came by courier"u8.ToArray();
        var options = MlsOptions.Default with { EncryptHandshakes = false, Psks = id => id is PskId.External ? [.. psk] : null };
        var group = AGroup.Of(suite, options, "alba", "cambria");
        var borea = group.Client("borea");
        using var bundle = borea.NewKeyPackage();
        using var leafKey = bundle.LeafKey(suite);
        var keys = (Init: bundle.InitKey.ToBytes(), Leaf: leafKey.ToBytes(), Signature: borea.Signer.ToBytes());
        using var add = group["alba"].Commit(new Proposal.Add(bundle.KeyPackage));
        group.Deliver("alba", add);
        var initial = group["alba"].EpochAuthenticator();
        List<object> epochs =
        [
            Epoch(group, "cambria", CommitOptions.Default with { Encrypt = true }),
            Epoch(group, "alba", CommitOptions.Default, new Proposal.Psk(PskId.ForExternal(suite, "hl/psk/alba/1"u8))),
            EpochWithUpdate(group),
        ];
        return JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["cipher_suite"] = suite.Id,
            ["external_psks"] = new[] { new Dictionary<string, string> { ["psk_id"] = Hex("hl/psk/alba/1"u8), ["psk"] = Hex(psk) } },
            ["key_package"] = Hex(bundle.KeyPackage.Encode()),
            ["signature_priv"] = Hex(keys.Signature),
            ["encryption_priv"] = Hex(keys.Leaf),
            ["init_priv"] = Hex(keys.Init),
            ["welcome"] = Hex(add.Welcome!.Encode()),
            ["ratchet_tree"] = null,
            ["initial_epoch_authenticator"] = Hex(initial),
            ["epochs"] = epochs,
        });
    }

    private static Dictionary<string, object> Epoch(AGroup group, string committer, CommitOptions options, params Proposal[] proposals)
    {
        using var commit = group[committer].Commit(options, proposals);
        group.Deliver(committer, commit);
        return Epoch([], commit.Message, group[committer]);
    }

    private static Dictionary<string, object> EpochWithUpdate(AGroup group)
    {
        using var update = group["cambria"].ProposeUpdate();
        group["cambria"] = update.Adopt();
        group.ToOthers("cambria", update.Message);
        using var commit = group["alba"].Commit();
        group.Deliver("alba", commit);
        return Epoch([Hex(update.Message.Encode())], commit.Message, group["alba"]);
    }

    private static Dictionary<string, object> Epoch(string[] proposals, MlsMessage commit, Group after) => new()
    {
        ["proposals"] = proposals,
        ["commit"] = Hex(commit.Encode()),
        ["epoch_authenticator"] = Hex(after.EpochAuthenticator()),
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
