using Hotline.Cryptography.Hpke;
using Hotline.TestData;

namespace Hotline.Mls.Tests;

/// <summary>A client that joins and follows, as the working group recorded it from other implementations.</summary>
public sealed class PassiveClientVectorTests
{
    [Fact]
    public void Welcomes_lead_into_the_published_epoch() => Follow("passive-client-welcome", records: 8, epochs: 0);

    [Fact]
    public void Commits_lead_from_epoch_to_epoch_as_published() => Follow("passive-client-handling-commit", records: 13, epochs: 26);

    [Fact]
    public void Two_hundred_random_epochs_are_followed()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/passive-client-random.json");

        var epochs = vectors.RootElement.EnumerateArray().Select(PassiveClient.Follow).ToList();

        epochs.Should().Equal(200);
    }

    [Fact]
    public void Published_Welcomes_open_and_confirm_their_group()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/welcome.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var suite = vector.Suite();
            var keyPackage = MlsMessage.Decode(vector.Hex("key_package")).KeyPackage!;
            var welcome = MlsMessage.Decode(vector.Hex("welcome")).Welcome!;
            using var initKey = KemPrivateKey.FromBytes(suite.Hpke.Kem, vector.Hex("init_priv").PaddedFor(suite));
            var entry = welcome.Secrets.Single(secrets => secrets.NewMember.Span.SequenceEqual(keyPackage.Reference()));
            var secrets = Wire.Decode<GroupSecrets>(suite.Decrypt(initKey, "Welcome", welcome.EncryptedGroupInfo.Span, entry.Secrets));
            var none = PskSecret.Of(suite, []);
            var (key, nonce) = Welcoming.Key(suite, secrets.JoinerSecret, none);
            var info = Wire.Decode<GroupInfo>(suite.Open(key, nonce, [], welcome.EncryptedGroupInfo.Span));

            info.IsSigned(suite, vector.Hex("signer_pub")).Should().BeTrue();
            var (epoch, _) = EpochSecrets.FromJoiner(suite, secrets.JoinerSecret, none, info.Context);
            epoch.ConfirmationTag(suite, info.Context.ConfirmedTranscriptHash.Span).Should().Equal(info.ConfirmationTag.ToArray());
            records++;
        }

        records.Should().Be(7);
    }

    private static void Follow(string file, int records, int epochs)
    {
        using var vectors = SharedData.ReadJson($"vectors/mls/{file}.json");

        var followed = vectors.RootElement.EnumerateArray().Select(PassiveClient.Follow).ToList();

        // As many for each of the seven suites.
        followed.Should().HaveCount(7 * records);
        followed.Sum().Should().Be(7 * epochs);
    }
}
