using CsCheck;

namespace Hotline.Evidence.Tests;

public sealed class SignedRosterTests(ANetwork network)
{
    [Fact]
    public void What_was_signed_reads_the_same()
    {
        var signed = ANetwork.Signed(network.First, network.Alba, network.Borea);

        var read = SignedRoster.Parse(signed.Note);

        read.Should().Be(signed);
        read.Roster.Hash.Should().Be(network.First.Hash);
        read.SignersOf(network.First).Should().Equal("alba", "borea");
    }

    [Fact]
    public void Arbitrary_bytes_are_refused_by_one_exception() => Gen.Byte.Array[0, 400].Sample(bytes => Refused(bytes) is not null);

    [Fact]
    public void A_text_that_is_no_roster_is_refused_however_well_signed() =>
        Refused(network.Alba.Root.Sign("{\"hotline\": \"roster/v0\"}\n"u8)).Should().StartWith("This is no signed roster: ");

    [Fact]
    public void A_roster_without_signature_lines_is_no_signed_roster() => Refused(network.First.Text.ToArray()).Should().NotBeNull();

    /// <summary>A byte of the text, or of a signature line, is another.</summary>
    [Fact]
    public void A_changed_byte_is_refused_or_costs_the_quorum()
    {
        var note = ANetwork.Signed(network.First, network.Alba, network.Borea).Note;

        Gen.Select(Gen.Int[0, note.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            var bytes = note.ToArray();
            if (bytes[position] == value) return true;
            bytes[position] = value;
            try
            {
                return SignedRoster.Parse(bytes).WhyWithoutQuorumOf(network.First) is not null;
            }
            catch (RosterRefusedException)
            {
                return true;
            }
        }, iter: 2000);
    }

    [Fact]
    public void A_note_cut_short_is_refused_or_costs_the_quorum()
    {
        var note = ANetwork.Signed(network.First, network.Alba, network.Borea).Note;

        Gen.Int[0, note.Length - 1].Sample(length =>
        {
            try
            {
                return SignedRoster.Parse(note[..length]).WhyWithoutQuorumOf(network.First) is not null;
            }
            catch (RosterRefusedException)
            {
                return true;
            }
        });
    }

    private static string? Refused(byte[] bytes)
    {
        try
        {
            SignedRoster.Parse(bytes);
            return null;
        }
        catch (RosterRefusedException refused)
        {
            return refused.Message;
        }
    }
}
