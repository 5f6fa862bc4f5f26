using Hotline.TestData;

namespace Hotline.Mls.Tests;

public sealed class CodecVectorTests
{
    [Fact]
    public void Lengths_are_read_as_published()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/deserialization.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            var header = vector.Hex("vlbytes_header");
            var reader = new TlsReader(header);
            var length = reader.ReadLength();

            length.Should().Be((int)vector.UInt("length"));
            reader.IsEmpty.Should().BeTrue();
            new TlsWriter().Length(length).ToArrayAndClear().Should().Equal(header);
            records++;
        }

        records.Should().Be(14);
    }

    [Fact]
    public void Every_published_message_is_read_and_written_to_the_same_bytes()
    {
        using var vectors = SharedData.ReadJson("vectors/mls/messages.json");
        var records = 0;

        foreach (var vector in vectors.RootElement.EnumerateArray())
        {
            foreach (var name in (string[])["mls_welcome", "mls_group_info", "mls_key_package", "public_message_application", "public_message_proposal", "public_message_commit", "private_message"])
                RoundTrips<MlsMessage>(vector.Hex(name));
            RoundTrips<RatchetTreeNodes>(vector.Hex("ratchet_tree"));
            RoundTrips<GroupSecrets>(vector.Hex("group_secrets"));
            RoundTrips<Commit>(vector.Hex("commit"));
            RoundTripsProposal(ProposalType.Add, vector.Hex("add_proposal"));
            RoundTripsProposal(ProposalType.Update, vector.Hex("update_proposal"));
            RoundTripsProposal(ProposalType.Remove, vector.Hex("remove_proposal"));
            RoundTripsProposal(ProposalType.Psk, vector.Hex("pre_shared_key_proposal"));
            RoundTripsProposal(ProposalType.ReInit, vector.Hex("re_init_proposal"));
            RoundTripsProposal(ProposalType.ExternalInit, vector.Hex("external_init_proposal"));
            RoundTripsProposal(ProposalType.GroupContextExtensions, vector.Hex("group_context_extensions_proposal"));
            records++;
        }

        records.Should().Be(300);
    }

    private static void RoundTrips<T>(byte[] encoded)
        where T : IWire<T> => Wire.Encode(Wire.Decode<T>(encoded)).AsSpan().SequenceEqual(encoded).Should().BeTrue();

    /// <summary>The vectors hold a proposal's body without its type.</summary>
    private static void RoundTripsProposal(ProposalType type, byte[] body) => RoundTrips<Proposal>([0, (byte)type, .. body]);
}
