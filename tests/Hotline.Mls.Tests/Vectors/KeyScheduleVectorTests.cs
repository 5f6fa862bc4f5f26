using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class KeyScheduleVectorTests
{
    [Fact]
    public void Every_epochs_secrets_are_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/key-schedule.json");
        var records = 0;
        var epochs = 0ul;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var init = vector.Hex("initial_init_secret");
            ulong epoch = 0;
            foreach (var expected in vector.GetProperty("epochs").EnumerateArray())
            {
                var context = new GroupContext(suite.IdOf(), vector.Hex("group_id"), epoch, expected.Hex("tree_hash"), expected.Hex("confirmed_transcript_hash"), []);
                Wire.Encode(context).Should().Equal(expected.Hex("group_context"));

                var joiner = EpochSecrets.Joiner(suite, init, expected.Hex("commit_secret"), context);
                joiner.Should().Equal(expected.Hex("joiner_secret"));
                EpochSecrets.Welcome(suite, joiner, expected.Hex("psk_secret")).Should().Equal(expected.Hex("welcome_secret"));
                var (secrets, encryption) = EpochSecrets.FromJoiner(suite, joiner, expected.Hex("psk_secret"), context);

                encryption.Should().Equal(expected.Hex("encryption_secret"));
                secrets.Init.Should().Equal(expected.Hex("init_secret"));
                secrets.SenderData.Should().Equal(expected.Hex("sender_data_secret"));
                secrets.Exporter.Should().Equal(expected.Hex("exporter_secret"));
                secrets.Authenticator.Should().Equal(expected.Hex("epoch_authenticator"));
                secrets.External.Should().Equal(expected.Hex("external_secret"));
                secrets.Confirmation.Should().Equal(expected.Hex("confirmation_key"));
                secrets.Membership.Should().Equal(expected.Hex("membership_key"));
                secrets.Resumption.Should().Equal(expected.Hex("resumption_psk"));
                using (var external = secrets.ExternalKey(suite)) external.PublicKey.ToArray().Should().Equal(expected.Hex("external_pub"));
                var exporter = expected.GetProperty("exporter");
                secrets.Export(suite, exporter.Text("label"), exporter.Hex("context"), (int)exporter.UInt("length")).Should().Equal(exporter.Hex("secret"));
                init = secrets.Init;
                epoch++;
            }

            epochs += epoch;
            records++;
        }

        records.Should().Be(SuitesWithVectors.Count);
        epochs.Should().Be(5ul * (ulong)SuitesWithVectors.Count);
    }

    [Fact]
    public void Transcript_hashes_and_confirmation_tags_are_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/transcript-hashes.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var suite = vector.Suite();
            var message = Wire.Decode<AuthenticatedContent>(vector.Hex("authenticated_content"));
            message.Content.Content.Commit.Should().NotBeNull();

            var confirmed = Transcript.Confirmed(suite, vector.Hex("interim_transcript_hash_before"), message.WireFormat, message.Content, message.Auth.Signature);
            confirmed.Should().Equal(vector.Hex("confirmed_transcript_hash_after"));
            suite.Mac(vector.Hex("confirmation_key"), confirmed).Should().Equal(message.Auth.ConfirmationTag.ToArray());
            Transcript.Interim(suite, confirmed, message.Auth.ConfirmationTag.Span).Should().Equal(vector.Hex("interim_transcript_hash_after"));
            records++;
        }

        records.Should().Be(SuitesWithVectors.Count);
    }

    [Fact]
    public void Pre_shared_keys_chain_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/psk_secret.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray().Where(Json.IsBuiltIn))
        {
            var psks = vector.GetProperty("psks").EnumerateArray()
                .Select(psk => ((PskId)new PskId.External(psk.Hex("psk_id")) { Nonce = psk.Hex("psk_nonce") }, psk.Hex("psk"))).ToList();

            PskSecret.Of(vector.Suite(), psks).Should().Equal(vector.Hex("psk_secret"));
            records++;
        }

        records.Should().Be(11 * SuitesWithVectors.Count);
    }
}
