using System.Text.Json;
using Hotline.Cryptography.Hpke;

namespace Hotline.Mls.Tests;

/// <summary>Joins and follows what was recorded, in the form of the published vectors.</summary>
internal static class PassiveClient
{
    /// <returns>How many epochs it went through.</returns>
    public static int Follow(JsonElement vector)
    {
        var suite = vector.Suite();
        var psks = vector.GetProperty("external_psks").EnumerateArray().ToDictionary(psk => psk.Text("psk_id"), psk => psk.Hex("psk"));
        var keyPackage = MlsMessage.Decode(vector.Hex("key_package")).KeyPackage!;
        using var signer = suite.Signature.Import(vector.Hex("signature_priv").PaddedFor(suite));
        var options = MlsOptions.Default with
        {
            // The recorded key packages are of their day, and some live for ever.
            Clock = new StoppedClock(DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(keyPackage.Leaf.Lifetime!.NotBefore + 3600, 4102444800))),
            MaxKeyPackageLifetime = TimeSpan.MaxValue,
            CipherSuites = [suite.IdOf()],
            Psks = id => id is PskId.External external && psks.TryGetValue(Convert.ToHexStringLower(external.Id.Span), out var psk) ? [.. psk] : null,
        };
        var client = new MlsClient(suite, signer, keyPackage.Leaf.Credential, Anybody.AlwaysNew, options);
        using var bundle = new KeyPackageBundle(
            keyPackage,
            KemPrivateKey.FromBytes(suite.Hpke.Kem, vector.Hex("init_priv").PaddedFor(suite)),
            KemPrivateKey.FromBytes(suite.Hpke.Kem, vector.Hex("encryption_priv").PaddedFor(suite)));
        signer.PublicKey.ToArray().Should().Equal(keyPackage.Leaf.SignatureKey.ToArray());
        bundle.InitKey.PublicKey.ToArray().Should().Equal(keyPackage.InitKey.ToArray());

        var group = Group.Join(client, bundle, MlsMessage.Decode(vector.Hex("welcome")), new JoinOptions { RatchetTree = vector.HexOrNull("ratchet_tree") });
        group.EpochAuthenticator().Should().Equal(vector.Hex("initial_epoch_authenticator"));
        var epochs = 0;
        foreach (var epoch in vector.GetProperty("epochs").EnumerateArray())
        {
            foreach (var proposal in epoch.GetProperty("proposals").EnumerateArray()) group = Adopted(group, proposal.Hex());
            group = Adopted(group, epoch.Hex("commit"));

            group.EpochAuthenticator().Should().Equal(epoch.Hex("epoch_authenticator"));
            epochs++;
        }

        group.Dispose();
        return epochs;
    }

    private static Group Adopted(Group group, byte[] message)
    {
        using var received = group.Process(message);
        return received.Adopt();
    }
}
